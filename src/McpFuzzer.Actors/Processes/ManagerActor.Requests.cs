using Akka.Actor;
using Akka.Event;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Core.Processes;
using McpFuzzer.Actors.Core.Requests;

namespace McpFuzzer.Actors.Processes;

/// <summary>Commands that are sent again, because their reply was late or lost: each is carried out once, and its reply is told to everybody who asked.</summary>
internal sealed partial class ManagerActor
{
    private readonly RequestMemory<IActorRef> _requests = new();
    private readonly long _origin;
    private long _lastRequest;
    private IActorRef? _requester;

    /// <summary>Whom a command is answered to: its sender, or whoever remembers the reply and passes it on to the sender.</summary>
    private IActorRef Asker => _requester ?? Sender;

    private TimeSpan Now => _time.GetElapsedTime(_origin);

    /// <summary>False for what is refused whatever it asks for, and for what was asked before.</summary>
    private bool IsToBeCarriedOut(IManagerCommand command)
    {
        // Nobody of ours sends commands: whoever says so is another, and what is watched and told of a child must not be taken back in its name.
        if (Sender.Equals(Context.Child(Sender.Path.Name)))
        {
            _log.Warning("A {Command} came in the name of {Child} and is ignored", command.GetType().Name, Sender.Path);
            return false;
        }

        if (KeyRules.Problem(command) is not { } problem)
        {
            return command is not IWithRequestId repeatable || IsNew(repeatable);
        }

        if (command is not UpdateActivity)
        {
            Sender.Tell(new CommandRejected(RejectReason.InvalidSpec, problem));
        }

        return false;
    }

    /// <summary>True when it is to be carried out now.</summary>
    private bool IsNew(IWithRequestId command)
    {
        if (command.RequestId is not { } id)
        {
            return true;
        }

        if (RequestRules.Problem(id) is { } problem)
        {
            Sender.Tell(new CommandRejected(RejectReason.InvalidSpec, problem));
            return false;
        }

        switch (_requests.Ask(id, command, Sender, Now))
        {
            case RequestVerdict.New:
                _requester = Remembering(Sender, id);
                return true;
            case RequestVerdict.Joined:
                return false;
            case RequestVerdict.Answered answered:
                Sender.Tell(answered.Reply);
                return false;
            case RequestVerdict.Crowded crowded:
                Sender.Tell(new CommandRejected(RejectReason.Overloaded, crowded.MessageOf(id)));
                return false;
            case RequestVerdict.Other other:
                Sender.Tell(
                    new CommandRejected(RejectReason.AlreadyExists, $"RequestId {id} is that of a {other.Kind.Name}")
                );
                return false;
            case var verdict:
                throw new NotSupportedException($"No such verdict: {verdict.GetType().Name}");
        }
    }

    private RememberedReply Remembering(IActorRef asker, RequestId id) =>
        new(asker, Self, id, Self.Path / $"r-{++_lastRequest}", ((ExtendedActorSystem)Context.System).Provider);

    private void OnReplied(RememberedReply.Replied replied)
    {
        var weight = ReplyWeight.Of(replied.Reply);
        foreach (var asker in _requests.Answer(replied.Id, replied.Reply, weight, Now))
        {
            asker.Tell(replied.Reply);
        }
    }
}
