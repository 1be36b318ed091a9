using Akka.Actor;

namespace McpFuzzer.Actors.Requests;

/// <summary>
/// An actor whose senders are not left waiting when it throws: the sender of the command gets a
/// <see cref="Status.Failure" />, and the supervisor decides on the actor.
/// </summary>
/// <typeparam name="TCommand">The commands that have a reply.</typeparam>
internal abstract class AnsweringActor<TCommand> : UntypedActor
    where TCommand : class
{
    protected sealed override bool AroundReceive(Receive receive, object message)
    {
        try
        {
            return base.AroundReceive(receive, message);
        }
        catch (Exception fault) when (message is TCommand)
        {
            ReplyFailure((TCommand)message, new Status.Failure(fault));
            throw;
        }
    }

    protected virtual void ReplyFailure(TCommand command, Status.Failure failure) => Sender.Tell(failure);
}
