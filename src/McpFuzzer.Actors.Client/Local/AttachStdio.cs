using System.IO.Pipelines;
using Akka.Actor;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Client.Local;

/// <summary>
/// Becomes the one consumer of a process's piped streams. The sender must be on the same node. Answered by <see cref="StdioAttached" />, or refused:
/// NotFound, StaleIncarnation, NotRunning (nothing is piped), AlreadyExists (another consumer has them).
/// </summary>
/// <param name="Key">The process. Without an incarnation it need not be known yet.</param>
/// <param name="Incarnation">
/// Its present incarnation. Null is each one from now on, until the sender ends: it is told <see cref="StdioAttached" /> before any <see cref="ProcessStarted" />, so that no
/// output can be missed, however short the run.
/// </param>
public sealed record AttachStdio(ProcessKey Key, int? Incarnation = null)
    : IManagerCommand,
        IWithProcessKey,
        INoSerializationVerificationNeeded;

/// <summary>The streams are the sender's. Each is null where the spec does not pipe it.</summary>
/// <param name="Key">The process.</param>
/// <param name="Incarnation">Its incarnation.</param>
/// <param name="Stdout">
/// What it writes; back-pressure reaches the target. Completing it lets the target write on into nothing; with an <see cref="OutputClosedException" /> its pipe is closed.
/// </param>
/// <param name="Stdin">What it reads; a flush throws <see cref="StdinWriteException" /> when the target takes no more. Completing it closes the target's stdin.</param>
/// <param name="Stderr">As <paramref name="Stdout" />.</param>
public sealed record StdioAttached(
    ProcessKey Key,
    int Incarnation,
    PipeReader? Stdout,
    PipeWriter? Stdin,
    PipeReader? Stderr = null
) : IAttachReply, INoSerializationVerificationNeeded;
