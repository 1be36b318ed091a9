using McpFuzzer.Actors.Contracts;

namespace McpFuzzer.Actors.Core.Requests;

/// <summary>
/// What was asked under which <see cref="RequestId" />, and what was answered: of the last ten minutes, counted from the reply, the last 10,000, and no more than 64 MiB of them. A reply
/// that alone is heavier is not kept, so that it costs none of the others. A request that has no reply yet is kept however old it is. Whoever was the first to ask is told by what carries
/// it out; those who join are told from here. The clock is the caller's.
/// </summary>
/// <typeparam name="TAsker">Whoever has joined.</typeparam>
internal sealed class RequestMemory<TAsker>(
    int capacity = RequestMemory<TAsker>.Capacity,
    long mostWeight = RequestMemory<TAsker>.MostWeight,
    int mostJoined = RequestMemory<TAsker>.MostJoined
)
{
    public const int Capacity = 10_000;

    /// <summary>Bytes that all replies together may weigh, as <see cref="ReplyWeight" /> weighs them.</summary>
    public const long MostWeight = 64 * 1024 * 1024;

    /// <summary>How many may wait for one reply, beside the first: far more than send a command again because its reply was late.</summary>
    public const int MostJoined = 1_000;

    /// <summary>How long a reply is remembered.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly Dictionary<RequestId, Request> _requests = [];
    private readonly Queue<Request> _answered = new();

    /// <summary>Requests that are known, answered or not.</summary>
    public int Count => _requests.Count;

    /// <summary>What the replies that are remembered weigh.</summary>
    public long Weight { get; private set; }

    /// <summary>What a command with this id comes to.</summary>
    /// <param name="id">The command's.</param>
    /// <param name="command">The command itself, with or without its id.</param>
    /// <param name="asker">Who joins, if it was asked before and has no reply yet.</param>
    /// <param name="now">The present moment of a monotonic clock.</param>
    public RequestVerdict Ask(RequestId id, object command, TAsker asker, TimeSpan now)
    {
        Forget(now);
        if (!_requests.TryGetValue(id, out var request))
        {
            _requests.Add(id, new Request(id, command));
            return RequestVerdict.New.Instance;
        }

        if (request.Kind != command.GetType())
        {
            return new RequestVerdict.Other(request.Kind);
        }

        if (request.Reply is { } reply)
        {
            return new RequestVerdict.Answered(reply);
        }

        var joined = request.Joined ??= [];
        if (joined.Count >= mostJoined)
        {
            return new RequestVerdict.Crowded(mostJoined);
        }

        joined.Add(asker);
        return new RequestVerdict.Joined();
    }

    /// <summary>A request has its reply.</summary>
    /// <param name="id">The request's.</param>
    /// <param name="reply">What the first is told.</param>
    /// <param name="weight">The reply's, in bytes.</param>
    /// <param name="now">The present moment of a monotonic clock.</param>
    /// <returns>Who has joined it and is to be told; nobody when it is not known, or was answered before.</returns>
    public IReadOnlyList<TAsker> Answer(RequestId id, object reply, long weight, TimeSpan now)
    {
        if (!_requests.TryGetValue(id, out var request) || request.Reply is not null)
        {
            return [];
        }

        IReadOnlyList<TAsker> joined = request.Joined ?? [];
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

    /// <summary>A command is not carried out after all: sent again, it is as new.</summary>
    /// <returns>Who has joined it and is to be told so; nobody when it is not known, or was answered before.</returns>
    public IReadOnlyList<TAsker> Withdraw(RequestId id)
    {
        if (!_requests.TryGetValue(id, out var request) || request.Reply is not null)
        {
            return [];
        }

        _requests.Remove(id);
        return request.Joined ?? [];
    }

    /// <summary>Lets go of replies that are too old, too many or too heavy together, the oldest first; what is asked and answered does so too.</summary>
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

        public List<TAsker>? Joined { get; set; }

        public object? Reply { get; set; }

        public TimeSpan AnsweredAt { get; set; }

        public long Weight { get; set; }
    }
}
