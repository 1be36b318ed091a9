using Akka.Actor;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Client.Processes;

/// <summary>Starts a process and owns it: when this actor stops, the manager stops the process.</summary>
internal sealed class ProcessOwner : UntypedActor
{
    private readonly IActorRef _manager;
    private readonly StartProcess _start;
    private readonly TaskCompletionSource<IStartReply> _reply;

    public ProcessOwner(IActorRef manager, StartProcess start, TaskCompletionSource<IStartReply> reply)
    {
        _manager = manager;
        _start = start;
        _reply = reply;
    }

    /// <summary>Describes an owner.</summary>
    /// <param name="manager">Starts the process.</param>
    /// <param name="start">The command, with <see cref="StartProcess.OwnedBySender" />.</param>
    /// <param name="reply">Completed with the reply of the manager.</param>
    public static Props Props(IActorRef manager, StartProcess start, TaskCompletionSource<IStartReply> reply) =>
        Akka.Actor.Props.Create(() => new ProcessOwner(manager, start, reply));

    protected override void PreStart() => _manager.Tell(_start);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case IStartReply reply:
                _reply.TrySetResult(reply);
                break;
            case Status.Failure failure:
                _reply.TrySetException(failure.Cause);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    protected override void PostStop() => _reply.TrySetCanceled();
}
