namespace McpFuzzer.Actors.Mcp.JsonRpc;

/// <summary>Which request a reply belongs to that names none of them.</summary>
internal enum NamelessVerdict
{
    /// <summary>The only request in flight, which it settles.</summary>
    Only,

    /// <summary>The only request that was given up and not answered yet.</summary>
    OnlyLate,

    /// <summary>One of those that were given up, which of them is not known.</summary>
    SomeLate,

    /// <summary>One of several in flight, which of them is not known.</summary>
    Several,

    /// <summary>No request can be meant.</summary>
    None,
}

/// <content>Replies without an id, or with one that was never sent.</content>
internal sealed partial class RequestLedger
{
    private bool _notified;
    private long _notifiedBefore;
    private int _excused;

    /// <summary>A notification goes out.</summary>
    public void Notify()
    {
        lock (_gate)
        {
            _notified = true;
            _notifiedBefore = _next;
        }
    }

    /// <summary>
    /// Whether a reply without an id may be that to a notification: one went out, and no request after it has been
    /// answered yet. One reply uses it up.
    /// </summary>
    public bool TryTakeNotification()
    {
        lock (_gate)
        {
            var notified = _notified;
            _notified = false;
            return notified;
        }
    }

    /// <summary>Takes the request in flight when there is exactly one; null otherwise.</summary>
    public PendingRequest? TakeOnly()
    {
        lock (_gate)
        {
            return _inFlight.Count == 1 ? TakeFirst() : null;
        }
    }

    /// <summary>
    /// Takes the request that a reply without an id can belong to. A guess may be wrong: what was guessed keeps its
    /// right to a late reply, so that the true one is not called a second.
    /// </summary>
    public NamelessVerdict TakeNameless(out PendingRequest? request)
    {
        lock (_gate)
        {
            request = null;
            if (_inFlight.Count > 1)
            {
                return NamelessVerdict.Several;
            }

            if (_inFlight.Count == 1)
            {
                request = TakeFirst();
                return NamelessVerdict.Only;
            }

            if (_excused >= _givenUp.Count)
            {
                return NamelessVerdict.None;
            }

            _excused++;
            PendingRequest[] known = [.. _givenUp.Values.OfType<PendingRequest>()];
            if (known.Length != 1)
            {
                return NamelessVerdict.SomeLate;
            }

            request = known[0];
            _givenUp[request.Id] = null;
            return NamelessVerdict.OnlyLate;
        }
    }

    private PendingRequest TakeFirst()
    {
        var request = _inFlight.Values.First();
        _inFlight.Remove(request.Id);
        Remember(request);
        KeepGivenUp(request.Id, null);
        // The right of the guessed one to a late reply excuses no second reply without an id.
        _excused++;
        return request;
    }
}
