using McpFuzzer.Actors.Contracts;

namespace McpFuzzer.Actors.Core.Requests;

/// <summary>
/// What was asked under which <see cref="RequestId" />, and what was answered: of the last ten minutes, counted from the reply, and the last 10,000. A request that has no reply yet is
/// kept however old it is. Whoever was the first to ask is told by what carries it out; those who join are told from here. The clock is the caller's.
/// </summary>
/// <typeparam name="TAsker">Whoever has joined.</typeparam>
internal sealed class RequestMemory<TAsker>(int capacity = RequestMemory<TAsker>.Capacity)
{
    public const int Capacity = 10_000;

    /// <summary>How long a reply is remembered.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly Dictionary<RequestId, Request> _requests = [];
    private readonly Queue<Request> _answered = new();

    /// <summary>Requests that are known, answered or not.</summary>
    public int Count => _requests.Count;

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

        (request.Joined ??= []).Add(asker);
        return new RequestVerdict.Joined();
    }

    /// <summary>A request has its reply.</summary>
    /// <returns>Who has joined it and is to be told; nobody when it is not known, or was answered before.</returns>
    public IReadOnlyList<TAsker> Answer(RequestId id, object reply, TimeSpan now)
    {
        if (!_requests.TryGetValue(id, out var request) || request.Reply is not null)
        {
            return [];
        }

        IReadOnlyList<TAsker> joined = request.Joined ?? [];
        request.Reply = reply;
        request.AnsweredAt = now;
        request.Joined = null;
        _answered.Enqueue(request);
        Forget(now);
        return joined;
    }

    /// <summary>A command is not carried out after all: sent again, it is as new.</summary>
    public void Withdraw(RequestId id)
    {
        if (_requests.TryGetValue(id, out var request) && request.Reply is null)
        {
            _requests.Remove(id);
        }
    }

    /// <summary>Lets go of replies that are too old or too many; what is asked and answered does so too.</summary>
    public void Forget(TimeSpan now)
    {
        while (_answered.TryPeek(out var oldest) && (_answered.Count > capacity || now - oldest.AnsweredAt >= Lifetime))
        {
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
    }
}
