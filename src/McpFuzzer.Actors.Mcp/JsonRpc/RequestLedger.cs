namespace McpFuzzer.Actors.Mcp.JsonRpc;

/// <summary>What a reply's id says about it.</summary>
internal enum ReplyVerdict
{
    /// <summary>It answers a request in flight.</summary>
    Matched,

    /// <summary>It answers a request that was given up: a legal race.</summary>
    Late,

    /// <summary>Its request has been answered before.</summary>
    Duplicate,

    /// <summary>No request had that id.</summary>
    Unknown,
}

/// <summary>
/// Which requests are in flight, and what becomes of the others' ids. Ids are 1, 2, 3, …, so that answered ones need no memory: an id below the next that is neither in
/// flight nor given up has been answered. Those given up are remembered up to a bound; beyond it, the oldest are judged late for ever. Thread-safe.
/// </summary>
internal sealed class RequestLedger(int rememberedGivenUp = 4096)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, PendingRequest> _inFlight = [];
    private readonly SortedSet<long> _givenUp = [];
    private long _next = 1;
    private long _forgottenUpTo;
    private int _nameless;
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
    public PendingRequest? TryBegin(string method)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return null;
            }

            var request = new PendingRequest(_next++, method);
            _inFlight.Add(request.Id, request);
            return request;
        }
    }

    /// <summary>Takes the request that a reply belongs to.</summary>
    public ReplyVerdict TrySettle(long id, out PendingRequest? request)
    {
        lock (_gate)
        {
            if (_inFlight.Remove(id, out request))
            {
                return ReplyVerdict.Matched;
            }

            if (!WasSent(id))
            {
                return ReplyVerdict.Unknown;
            }

            return id <= _forgottenUpTo || _givenUp.Remove(id) ? ReplyVerdict.Late : ReplyVerdict.Duplicate;
        }
    }

    /// <summary>Gives a request up; false when its reply came first.</summary>
    public bool GiveUp(PendingRequest request)
    {
        lock (_gate)
        {
            if (!_inFlight.Remove(request.Id))
            {
                return false;
            }

            _givenUp.Add(request.Id);
            if (_givenUp.Count > rememberedGivenUp)
            {
                _forgottenUpTo = _givenUp.Min;
                _givenUp.Remove(_forgottenUpTo);
            }

            return true;
        }
    }

    /// <summary>
    /// Whether a reply that names no request may belong to one that was given up. Which one isn't known, so that each of them keeps its right to a late reply.
    /// </summary>
    public bool TryExcuseNameless()
    {
        lock (_gate)
        {
            if (_nameless >= _givenUp.Count)
            {
                return false;
            }

            _nameless++;
            return true;
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
}
