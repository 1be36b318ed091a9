using Akka.Actor;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Core.Requests;

namespace McpFuzzer.Actors.Executions;

/// <summary>The router's requests: open ones by id, and the replies of earlier ones.</summary>
internal sealed class RequestBook(TimeProvider time)
{
    private readonly Dictionary<RequestId, Request> _atWork = [];
    private readonly RequestMemory<IActorRef> _memory = new();
    private readonly long _origin = time.GetTimestamp();

    public IReadOnlyList<Request> AtWork => [.. _atWork.Values];

    /// <summary>Returns whether every request has its reply. A request may count as ended a moment earlier.</summary>
    public bool AreAllAnswered => _atWork.Values.All(request => request.Reply is not null);

    public bool RemembersAny => _memory.Count > 0;

    private TimeSpan Now => time.GetElapsedTime(_origin);

    public Request? Find(RequestId id) => _atWork.GetValueOrDefault(id);

    /// <summary>Classifies a command. A new one must then be added or withdrawn.</summary>
    public RequestVerdict Ask(Submission submission, IActorRef asker) =>
        _memory.Ask(submission.Id, submission.Command, asker, Now);

    public void Withdraw(RequestId id) => _memory.Withdraw(id);

    public void Add(Request request) => _atWork.Add(request.Id, request);

    /// <summary>
    /// Remembers the reply of a completed request once, unless it is a rejection, and sends it to the senders that have
    /// joined.
    /// </summary>
    public void Settle(Request request, IActorRef router)
    {
        if (request.Reply is not { } reply || !_atWork.Remove(request.Id))
        {
            return;
        }

        request.EndDeadline();
        // A rejected request did not run, so it may be sent again.
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
