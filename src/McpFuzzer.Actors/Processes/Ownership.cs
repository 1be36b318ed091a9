using Akka.Actor;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts.Bounds;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Core.Processes.Keys;

namespace McpFuzzer.Actors.Processes;

/// <summary>The owner that a start asks for: the actor that sent it.</summary>
internal static class Ownership
{
    /// <summary>Returns the validation error of a sender that cannot own what its command starts, or null.</summary>
    public static ValidationError? ErrorOf(IManagerCommand command, IActorRef sender) =>
        IsAskedFor(command) && sender.Path.Elements is not ["user" or "system", ..]
            ? new ValidationError("OwnedBySender", Value: null, "must be sent by an actor; an Ask ends with its reply")
            : null;

    /// <summary>Returns the sender when it is to own what a command starts.</summary>
    public static SenderId? OwnerOf(IManagerCommand command, IActorRef sender) =>
        IsAskedFor(command) ? new SenderId(sender) : null;

    private static bool IsAskedFor(IManagerCommand command) =>
        command is StartProcess { OwnedBySender: true } or StartProcessWithCallback { Start: { OwnedBySender: true } };
}
