using Akka.Actor;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Core.Requests;

namespace McpFuzzer.Actors.Executions;

/// <summary>The router's requests: those that have no reply, by their ids, and the replies of those that were sent before.</summary>
internal sealed class RequestBook(TimeProvider time)
{
    private readonly Dictionary<RequestId, Request> _atWork = [];
    private readonly RequestMemory<IActorRef> _memory = new();
    private readonly long _origin = time.GetTimestamp();

    public IReadOnlyList<Request> AtWork => [.. _atWork.Values];

    /// <summary>Whether each has its reply. One may be counted as ended a moment before it has.</summary>
    public bool AreAllAnswered => _atWork.Values.All(request => request.Reply is not null);

    public bool RemembersAny => _memory.Count > 0;

    private TimeSpan Now => time.GetElapsedTime(_origin);

    public Request? Find(RequestId id) => _atWork.GetValueOrDefault(id);

    /// <summary>What a command comes to; one that is new is to be added, or withdrawn.</summary>
    public RequestVerdict Ask(Submission submission, IActorRef asker) =>
        _memory.Ask(submission.Id, submission.Command, asker, Now);

    public void Withdraw(RequestId id) => _memory.Withdraw(id);

    public void Add(Request request) => _atWork.Add(request.Id, request);

    /// <summary>Remembers the reply of a request that has one, once, unless it is a refusal, and tells it to those who have joined.</summary>
    public void Settle(Request request, IActorRef router)
    {
        if (request.Reply is not { } reply || !_atWork.Remove(request.Id))
        {
            return;
        }

        request.EndDeadline();
        // Of what was refused nothing was run, so that it may be sent again as it is.
        var waiting =
            reply is OperationRejected
                ? _memory.Withdraw(request.Id)
                : _memory.Answer(request.Id, reply, ReplyWeight.Of(reply), Now);
        foreach (var joined in waiting)
        {
            joined.Tell(reply, router);
        }
    }

    public void Forget() => _memory.Forget(Now);
}
