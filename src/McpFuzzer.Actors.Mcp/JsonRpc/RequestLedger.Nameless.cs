namespace McpFuzzer.Actors.Mcp.JsonRpc;

/// <summary>Possible requests for a reply without a usable id.</summary>
internal enum NamelessVerdict
{
    /// <summary>The only request in flight. The reply settles it.</summary>
    Only,

    /// <summary>The only request that was given up and is not answered yet.</summary>
    OnlyLate,

    /// <summary>One of several requests that were given up; which one is unknown.</summary>
    SomeLate,

    /// <summary>One of several requests in flight; which one is unknown.</summary>
    Several,

    /// <summary>None.</summary>
    None,
}

/// <content>Replies without an id, or with one that was never sent.</content>
internal sealed partial class RequestLedger
{
    private bool _notified;
    private long _notifiedBefore;
    private int _excused;

    /// <summary>Records that a notification is sent.</summary>
    public void Notify()
    {
        lock (_gate)
        {
            _notified = true;
            _notifiedBefore = _next;
        }
    }

    /// <summary>
    /// Returns whether a reply without an id may answer a notification: one was sent, and no later request has been
    /// answered yet. Each notification accounts for one reply.
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

    /// <summary>Takes the request in flight if there is exactly one; otherwise returns null.</summary>
    public PendingRequest? TakeOnly()
    {
        lock (_gate)
        {
            return _inFlight.Count == 1 ? TakeFirst() : null;
        }
    }

    /// <summary>
    /// Takes the request that a reply without an id may belong to. The guess may be wrong. The request may therefore
    /// still get a late reply, so that its real reply is not reported as a duplicate.
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
        // That right to a late reply does not excuse a second reply without an id.
        _excused++;
        return request;
    }
}
