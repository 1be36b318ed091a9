using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Fuzzing.Triage;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Targets;

/// <summary>Reads what the manager's reply to a stop proves about the end of a target.</summary>
internal static class TargetProof
{
    /// <summary>How long the proof may take.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>Returns the end that a reply proves; null for a reply about another process.</summary>
    public static ServerEnd? Of(IStopReply proof, IMcpSession session, ProcessExited? exited, TargetText text) =>
        proof switch
        {
            ProcessStopped stopped when IsOf(stopped, session) => new ServerEnd(
                exited?.Exit ?? stopped.Exit,
                exited?.Cause ?? stopped.Cause,
                text.Show(stopped.StderrTail),
                ProvenGone: true
            ),
            ProcessUnkillable unkillable when IsOf(unkillable, session) => Missing(exited, text),
            ProcessLost lost when IsOf(lost, session) => Missing(exited, text),
            // A process that the history has forgotten has ended.
            CommandRejected rejected => Missing(exited, text) with
            {
                ProvenGone = rejected.Reason is RejectReason.NotFound or RejectReason.StaleIncarnation,
            },
            _ => null,
        };

    /// <summary>The end of a target whose set is not proven empty.</summary>
    public static ServerEnd Missing(ProcessExited? exited, TargetText text) =>
        new(exited?.Exit, exited?.Cause, exited is null ? "" : text.Show(exited.StderrTail), ProvenGone: false);

    private static bool IsOf(IProcessEvent proof, IMcpSession session) =>
        proof.Key == session.Key && proof.Incarnation == session.Incarnation;
}
