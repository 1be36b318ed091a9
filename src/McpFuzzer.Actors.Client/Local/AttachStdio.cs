using System.IO.Pipelines;
using Akka.Actor;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Client.Local;

/// <summary>
/// Attaches the sender as the one consumer of a process's piped streams. The sender must be on the same node. The reply
/// is <see cref="StdioAttached" />, or a rejection: NotFound, StaleIncarnation, NotRunning (no stream is piped),
/// AlreadyExists (another consumer is attached).
/// </summary>
/// <param name="Key">The process. Without an incarnation it need not exist yet.</param>
/// <param name="Incarnation">Its current incarnation. Null means each incarnation from now on, until the sender stops.
/// The sender gets <see cref="StdioAttached" /> before <see cref="ProcessStarted" />, so it misses no output even of a
/// short run.</param>
public sealed record AttachStdio(ProcessKey Key, int? Incarnation = null)
    : IManagerCommand,
        IWithProcessKey,
        INoSerializationVerificationNeeded;

/// <summary>The sender owns the streams. Each is null unless the spec pipes it.</summary>
/// <param name="Key">The process.</param>
/// <param name="Incarnation">Its incarnation.</param>
/// <param name="Stdout">Its output, with back-pressure to the target. After a completion, further output is discarded;
/// a completion with <see cref="OutputClosedException" /> closes the pipe.</param>
/// <param name="Stdin">Its input. A flush throws <see cref="StdinWriteException" /> when the target accepts no more.
/// Completing it closes the target's stdin.</param>
/// <param name="Stderr">As <paramref name="Stdout" />.</param>
public sealed record StdioAttached(
    ProcessKey Key,
    int Incarnation,
    PipeReader? Stdout,
    PipeWriter? Stdin,
    PipeReader? Stderr = null
) : IAttachReply, INoSerializationVerificationNeeded;
