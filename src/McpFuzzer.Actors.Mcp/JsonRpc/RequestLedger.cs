using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Mcp.JsonRpc;

/// <summary>What a reply's id says about it.</summary>
internal enum ReplyVerdict
{
    /// <summary>It answers a request in flight.</summary>
    Matched,

    /// <summary>It answers a request that was given up or withdrawn: a legal race.</summary>
    Late,

    /// <summary>Its request has been answered before.</summary>
    Duplicate,

    /// <summary>No request had that id.</summary>
    Unknown,
}

/// <summary>
/// Which requests are in flight, and which ids were used before. Ids are 1, 2, 3, …, so that answered ones need no
/// memory: an id below the next that is neither in flight nor given up has been answered. Those given up, and the last
/// that were answered, are remembered up to a bound; beyond it, the oldest are judged late for ever. Thread-safe.
/// </summary>
internal sealed partial class RequestLedger(int rememberedGivenUp = 4096)
{
    private const int RememberedAnswered = 256;

    private readonly Lock _gate = new();
    private readonly Dictionary<long, PendingRequest> _inFlight = [];

    // Null: nothing is to be delivered to it any more, but a reply is still legal.
    private readonly SortedDictionary<long, PendingRequest?> _givenUp = [];
    private readonly Dictionary<long, PendingRequest> _answered = [];
    private readonly Queue<long> _answeredInOrder = [];
    private long _next = 1;
    private long _forgottenUpTo;
    private bool _closed;

    public int InFlight
    {
        get
        {
            lock (_gate)
            {
                return _inFlight.Count;
            }
        }
    }

    /// <summary>A new request with the next id; null when the stream has ended.</summary>
    public PendingRequest? TryBegin(string method, ToolCall? call = null)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return null;
            }

            var request = new PendingRequest(_next++, method, call);
            _inFlight.Add(request.Id, request);
            return request;
        }
    }

    /// <summary>Takes the request that a reply belongs to.</summary>
    /// <param name="id">The reply's id.</param>
    /// <param name="request">The request: always there when it matches; null where it is no longer known, or nothing is
    /// to be delivered to it.</param>
    public ReplyVerdict TrySettle(long id, out PendingRequest? request)
    {
        lock (_gate)
        {
            if (_inFlight.Remove(id, out request))
            {
                Remember(request);
                return ReplyVerdict.Matched;
            }

            if (!WasSent(id))
            {
                return ReplyVerdict.Unknown;
            }

            if (_givenUp.Remove(id, out request))
            {
                return ReplyVerdict.Late;
            }

            _answered.TryGetValue(id, out request);
            return id <= _forgottenUpTo ? ReplyVerdict.Late : ReplyVerdict.Duplicate;
        }
    }

    /// <summary>Gives a request up; false when its reply came first, or it was withdrawn.</summary>
    public bool GiveUp(PendingRequest request)
    {
        lock (_gate)
        {
            if (!_inFlight.Remove(request.Id))
            {
                return false;
            }

            KeepGivenUp(request.Id, request);
            return true;
        }
    }

    /// <summary>Takes a call's requests out for good; those that are not answered yet.</summary>
    public IReadOnlyList<PendingRequest> Withdraw(ToolCall call)
    {
        lock (_gate)
        {
            PendingRequest[] withdrawn =
            [
                .. _inFlight.Values.Concat(_givenUp.Values.OfType<PendingRequest>()).Where(each => each.Call == call),
            ];
            foreach (var request in withdrawn)
            {
                _inFlight.Remove(request.Id);
                KeepGivenUp(request.Id, null);
            }

            return withdrawn;
        }
    }

    public bool WasEverSent(long id)
    {
        lock (_gate)
        {
            return WasSent(id);
        }
    }

    /// <summary>Whether that request is in flight, and by that method.</summary>
    public bool IsInFlight(long id, string method)
    {
        lock (_gate)
        {
            return _inFlight.TryGetValue(id, out var request) && request.Method == method;
        }
    }

    /// <summary>The call that is being made by the request of this id, be it given up.</summary>
    public ToolCall? FindCall(long id)
    {
        lock (_gate)
        {
            return _inFlight.TryGetValue(id, out var request) || _givenUp.TryGetValue(id, out request)
                ? request?.Call
                : null;
        }
    }

    /// <summary>The stream has ended: takes all that were in flight, and begins no more.</summary>
    public IReadOnlyList<PendingRequest> Close()
    {
        lock (_gate)
        {
            _closed = true;
            PendingRequest[] left = [.. _inFlight.Values];
            _inFlight.Clear();
            return left;
        }
    }

    private bool WasSent(long id) => id >= 1 && id < _next;

    private void KeepGivenUp(long id, PendingRequest? request)
    {
        _givenUp[id] = request;
        if (_givenUp.Count > rememberedGivenUp)
        {
            _forgottenUpTo = _givenUp.First().Key;
            _givenUp.Remove(_forgottenUpTo);
        }
    }

    private void Remember(PendingRequest request)
    {
        _notified &= request.Id < _notifiedBefore;
        _answered[request.Id] = request;
        _answeredInOrder.Enqueue(request.Id);
        if (_answeredInOrder.Count > RememberedAnswered)
        {
            _answered.Remove(_answeredInOrder.Dequeue());
        }
    }
}
