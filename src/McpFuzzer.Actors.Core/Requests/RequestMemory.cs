using McpFuzzer.Actors.Contracts;

namespace McpFuzzer.Actors.Core.Requests;

/// <summary>
/// Remembers commands by their <see cref="RequestId" />, and their replies: those of the last ten minutes, at most
/// 10,000 and at most 64 MiB. A single larger reply is not kept, so that it displaces no others. An open request is
/// always kept. The first sender gets its reply directly; senders that have joined get it from here. The caller
/// provides the time.
/// </summary>
/// <typeparam name="TSender">The type of senders that join.</typeparam>
internal sealed class RequestMemory<TSender>(
    int capacity = RequestMemory<TSender>.Capacity,
    long mostWeight = RequestMemory<TSender>.MostWeight,
    int mostJoined = RequestMemory<TSender>.MostJoined
)
{
    public const int Capacity = 10_000;

    /// <summary>The bound of the sizes of all replies, by <see cref="ReplyWeight" />.</summary>
    public const long MostWeight = 64 * 1024 * 1024;

    /// <summary>
    /// The bound of senders that join one request; far more than repeat a command because of a late reply.
    /// </summary>
    public const int MostJoined = 1_000;

    /// <summary>How long a reply is remembered.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly Dictionary<RequestId, Request> _requests = [];
    private readonly Queue<Request> _answered = new();

    /// <summary>The number of known requests, open or answered.</summary>
    public int Count => _requests.Count;

    /// <summary>The size of the remembered replies.</summary>
    public long Weight { get; private set; }

    /// <summary>Classifies a command by its id.</summary>
    /// <param name="id">The command's.</param>
    /// <param name="command">The command itself, with or without its id.</param>
    /// <param name="sender">The sender, which joins if the command is open.</param>
    /// <param name="now">The monotonic time.</param>
    public RequestVerdict Receive(RequestId id, object command, TSender sender, TimeSpan now)
    {
        if (RequestRules.ErrorOf(id) is { } error)
        {
            return new RequestVerdict.Rejected(RejectReason.InvalidSpec, error.ToString());
        }

        Forget(now);
        if (!_requests.TryGetValue(id, out var request))
        {
            _requests.Add(id, new Request(id, command));
            return RequestVerdict.New.Instance;
        }

        if (request.Kind != command.GetType())
        {
            return new RequestVerdict.Rejected(
                RejectReason.AlreadyExists,
                $"RequestId {id} is that of a {request.Kind.Name}"
            );
        }

        if (request.Reply is { } reply)
        {
            return new RequestVerdict.Answered(reply);
        }

        var joined = request.Joined ??= [];
        if (joined.Count >= mostJoined)
        {
            return new RequestVerdict.Rejected(
                RejectReason.Overloaded,
                $"RequestId {id} is at work, and {mostJoined} wait for its reply already"
            );
        }

        joined.Add(sender);
        return RequestVerdict.Joined.Instance;
    }

    /// <summary>Records the reply of a request.</summary>
    /// <param name="id">The request's.</param>
    /// <param name="reply">The reply to the first sender.</param>
    /// <param name="weight">The reply's, in bytes.</param>
    /// <param name="now">The monotonic time.</param>
    /// <returns>Returns the senders that have joined; empty when the request is unknown, or was answered
    /// before.</returns>
    public IReadOnlyList<TSender> Answer(RequestId id, object reply, long weight, TimeSpan now)
    {
        if (!_requests.TryGetValue(id, out var request) || request.Reply is not null)
        {
            return [];
        }

        IReadOnlyList<TSender> joined = request.Joined ?? [];
        if (weight > mostWeight)
        {
            _requests.Remove(id);
            return joined;
        }

        request.Reply = reply;
        request.AnsweredAt = now;
        request.Weight = weight;
        Weight += weight;
        request.Joined = null;
        _answered.Enqueue(request);
        Forget(now);
        return joined;
    }

    /// <summary>Forgets a command that is not carried out after all. If it is sent again, it is new.</summary>
    /// <returns>Returns the senders that have joined; empty when the request is unknown, or was answered
    /// before.</returns>
    public IReadOnlyList<TSender> Withdraw(RequestId id)
    {
        if (!_requests.TryGetValue(id, out var request) || request.Reply is not null)
        {
            return [];
        }

        _requests.Remove(id);
        return request.Joined ?? [];
    }

    /// <summary>
    /// Forgets the oldest replies beyond the bounds of age, number and size. Each new command and each reply does this
    /// too.
    /// </summary>
    public void Forget(TimeSpan now)
    {
        while (
            _answered.TryPeek(out var oldest)
            && (_answered.Count > capacity || Weight > mostWeight || now - oldest.AnsweredAt >= Lifetime)
        )
        {
            Weight -= oldest.Weight;
            _requests.Remove(_answered.Dequeue().Id);
        }
    }

    private sealed class Request(RequestId id, object command)
    {
        public RequestId Id => id;

        public Type Kind { get; } = command.GetType();

        public List<TSender>? Joined { get; set; }

        public object? Reply { get; set; }

        public TimeSpan AnsweredAt { get; set; }

        public long Weight { get; set; }
    }
}
