using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Mcp.JsonRpc;

/// <summary>What the id of a reply says.</summary>
internal enum ReplyVerdict
{
    /// <summary>It answers a request in flight.</summary>
    Matched,

    /// <summary>It answers a request that was given up or withdrawn, which is a legal race.</summary>
    Late,

    /// <summary>Its request was answered before.</summary>
    Duplicate,

    /// <summary>No request had this id.</summary>
    Unknown,
}

/// <summary>
/// Keeps the requests in flight and the ids used before. Ids are 1, 2, 3, …, so answered requests need no memory: an id
/// below the next one that is neither in flight nor given up has been answered. Requests that were given up, and the
/// last answered ones, are kept up to a bound. Beyond it, replies to the oldest always count as late. Thread-safe.
/// </summary>
internal sealed partial class RequestLedger(int rememberedGivenUp = 4096)
{
    private const int RememberedAnswered = 256;

    private readonly Lock _gate = new();
    private readonly Dictionary<long, PendingRequest> _inFlight = [];

    // Null: no reply is delivered any more, but a reply is still legal.
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

    /// <summary>Adds a request with the next id; returns null when the stream has ended.</summary>
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

    /// <summary>Takes the request that a reply answers.</summary>
    /// <param name="id">The reply's id.</param>
    /// <param name="request">The request; null when it is unknown, or when it gets no reply
    /// any more.</param>
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

    /// <summary>Gives up a request; returns false when its reply came first, or when it was withdrawn.</summary>
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

    /// <summary>Removes the unanswered requests of a call for good, and returns them.</summary>
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

    /// <summary>Returns whether a request with this id and method is in flight.</summary>
    public bool IsInFlight(long id, string method)
    {
        lock (_gate)
        {
            return _inFlight.TryGetValue(id, out var request) && request.Method == method;
        }
    }

    /// <summary>Finds the call of the request with this id, even if the request was given up.</summary>
    public ToolCall? FindCall(long id)
    {
        lock (_gate)
        {
            return _inFlight.TryGetValue(id, out var request) || _givenUp.TryGetValue(id, out request)
                ? request?.Call
                : null;
        }
    }

    /// <summary>Takes all requests in flight after the end of the stream. No request can be added any more.</summary>
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
