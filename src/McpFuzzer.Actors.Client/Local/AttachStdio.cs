using System.IO.Pipelines;
using Akka.Actor;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Client.Local;

/// <summary>
/// Becomes the one consumer of a process's piped streams. The sender must be on the same node. Answered by <see cref="StdioAttached" />, or refused:
/// NotFound, StaleIncarnation, NotRunning (nothing is piped), AlreadyExists (another consumer has them).
/// </summary>
/// <param name="Key">The process.</param>
/// <param name="Incarnation">Its present incarnation.</param>
public sealed record AttachStdio(ProcessKey Key, int Incarnation)
    : IManagerCommand,
        IWithProcessKey,
        INoSerializationVerificationNeeded;

/// <summary>The streams are the sender's. Each is null where the spec does not pipe it.</summary>
/// <param name="Key">The process.</param>
/// <param name="Incarnation">Its incarnation.</param>
/// <param name="Stdout">What it writes; back-pressure reaches the target.</param>
/// <param name="Stdin">What it reads; a flush throws <see cref="StdinWriteException" /> when the target takes no more. Completing it closes the target's stdin.</param>
public sealed record StdioAttached(ProcessKey Key, int Incarnation, PipeReader? Stdout, PipeWriter? Stdin)
    : IAttachReply,
        INoSerializationVerificationNeeded;
