using McpFuzzer.Actors.Contracts;

namespace McpFuzzer.Actors.Core.Requests;

/// <summary>
/// Remembers which command came under which <see cref="RequestId" />, and its reply: of the last ten minutes, counted
/// from the reply, the last 10,000, and no more than 64 MiB of them. A reply that alone is heavier is not kept, so
/// that it costs none of the others. A request that has no reply yet is kept however old it is. The first sender gets
/// the reply from what carries the command out; those who join get it from here. The clock is the caller's.
/// </summary>
/// <typeparam name="TSender">The senders that join.</typeparam>
internal sealed class RequestMemory<TSender>(
    int capacity = RequestMemory<TSender>.Capacity,
    long mostWeight = RequestMemory<TSender>.MostWeight,
    int mostJoined = RequestMemory<TSender>.MostJoined
)
{
    public const int Capacity = 10_000;

    /// <summary>Bytes that all replies together may weigh, as <see cref="ReplyWeight" /> weighs them.</summary>
    public const long MostWeight = 64 * 1024 * 1024;

    /// <summary>
    /// How many senders may wait for one reply, beside the first: far more than send a command again because its
    /// reply was late.
    /// </summary>
    public const int MostJoined = 1_000;

    /// <summary>How long a reply is remembered.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly Dictionary<RequestId, Request> _requests = [];
    private readonly Queue<Request> _answered = new();

    /// <summary>Requests that are known, answered or not.</summary>
    public int Count => _requests.Count;

    /// <summary>What the replies that are remembered weigh.</summary>
    public long Weight { get; private set; }

    /// <summary>Decides what becomes of a command with this id.</summary>
    /// <param name="id">The command's.</param>
    /// <param name="command">The command itself, with or without its id.</param>
    /// <param name="sender">Joins, if the command was sent before and has no reply yet.</param>
    /// <param name="now">The present moment of a monotonic clock.</param>
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

    /// <summary>Takes in the reply of a request.</summary>
    /// <param name="id">The request's.</param>
    /// <param name="reply">The reply to the first sender.</param>
    /// <param name="weight">The reply's, in bytes.</param>
    /// <param name="now">The present moment of a monotonic clock.</param>
    /// <returns>The senders that have joined; none when the request is not known, or was answered before.</returns>
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

    /// <summary>Forgets a command that is not carried out after all: sent again, it is new.</summary>
    /// <returns>The senders that have joined; none when the request is not known, or was answered before.</returns>
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
    /// Forgets replies that are too old, too many or too heavy together, the oldest first. Each new command and each
    /// reply does so too.
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
