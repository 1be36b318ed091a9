using Akka.Actor;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Core.Processes.Keys;

namespace McpFuzzer.Actors.Processes;

/// <summary>The owner that a start asks for: the actor that sent it.</summary>
internal static class Ownership
{
    /// <summary>Returns why the sender cannot own what a command starts; null when it can, or is not to.</summary>
    public static string? ErrorOf(IManagerCommand command, IActorRef sender) =>
        IsAskedFor(command) && sender.Path.Elements is not ["user" or "system", ..]
            ? "OwnedBySender: must be sent by an actor; an Ask ends with its reply"
            : null;

    /// <summary>Returns the sender when it is to own what a command starts.</summary>
    public static SenderId? OwnerOf(IManagerCommand command, IActorRef sender) =>
        IsAskedFor(command) ? new SenderId(sender) : null;

    private static bool IsAskedFor(IManagerCommand command) =>
        command is StartProcess { OwnedBySender: true } or StartProcessWithCallback { Start: { OwnedBySender: true } };
}
