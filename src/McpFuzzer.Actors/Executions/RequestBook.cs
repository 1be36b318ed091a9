using Akka.Actor;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Core.Requests;
using McpFuzzer.Actors.Requests;

namespace McpFuzzer.Actors.Executions;

/// <summary>The router's requests: open ones by id, and the replies of earlier ones.</summary>
internal sealed class RequestBook(TimeProvider time)
{
    private readonly Dictionary<RequestId, Request> _atWork = [];
    private readonly RepeatedRequests _repeated = new(time);

    public IReadOnlyList<Request> AtWork => [.. _atWork.Values];

    /// <summary>Returns whether every request has its reply. A request may count as ended a moment earlier.</summary>
    public bool AreAllAnswered => _atWork.Values.All(request => request.Reply is not null);

    public bool RemembersAny => _repeated.RemembersAny;

    public Request? Find(RequestId id) => _atWork.GetValueOrDefault(id);

    /// <summary>Classifies a command. A new one must then be added or withdrawn.</summary>
    public RequestVerdict Receive(Submission submission, IActorRef sender) =>
        _repeated.Receive(submission.Id, submission.Command, sender);

    public void Add(Request request) => _atWork.Add(request.Id, request);

    /// <summary>Forgets a command that is rejected: nothing was run, so that it may be sent again as it is.</summary>
    public void Withdraw(RequestId id, OperationRejected rejected, IActorRef router) =>
        _repeated.Withdraw(id, rejected, router);

    /// <summary>
    /// Takes in the reply of a request that has one. Senders that have joined get it, and it is remembered.
    /// </summary>
    public void Settle(Request request, IActorRef router)
    {
        if (request.Reply is not { } reply || !_atWork.Remove(request.Id))
        {
            return;
        }

        request.EndDeadline();
        if (reply is OperationRejected rejected)
        {
            Withdraw(request.Id, rejected, router);
        }
        else
        {
            _repeated.Settle(request.Id, reply, router);
        }
    }

    public void Forget() => _repeated.Forget();
}
