using Akka.Actor;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Fuzzing.Campaigns;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Targets;

/// <summary>Starts the servers of isolation runs, and stops them with proof.</summary>
/// <param name="Connector">Opens sessions.</param>
/// <param name="Manager">Proves that a target is gone.</param>
/// <param name="Target">How a server is started.</param>
/// <param name="Settings">The bounds of campaigns.</param>
/// <param name="StartTimeout">How long one attempt of the handshake may take.</param>
/// <param name="CallTimeout">How long one reply may take in a campaign.</param>
/// <param name="Time">The node's clocks.</param>
internal sealed record TargetRuns(
    IMcpConnector Connector,
    IActorRef Manager,
    ProcessSpec Target,
    CampaignSettings Settings,
    TimeSpan StartTimeout,
    TimeSpan CallTimeout,
    TimeProvider Time
)
{
    /// <summary>Creates the runs of a campaign.</summary>
    public static TargetRuns Of(TargetAssignment assignment) =>
        new(
            assignment.Services.Connector,
            assignment.Services.Manager,
            assignment.Target,
            assignment.Settings,
            assignment.Spec.StartTimeout,
            assignment.Spec.CallTimeout,
            assignment.Time
        );

    /// <summary>How long the stop of a target may take, including its ladder and the proof.</summary>
    public TimeSpan StopTimeout { get; } = TimeSpan.FromSeconds(30);

    /// <summary>What the target says, as it may be shown.</summary>
    public TargetText Text { get; } = TargetText.Of(Target);

    /// <summary>How long the reply to a call alone may take.</summary>
    public TimeSpan LongTimeout =>
        Settings.Thresholds.LostAfter > CallTimeout ? Settings.Thresholds.LostAfter : CallTimeout;

    /// <summary>Closes a session, and returns whether its process set is proven empty.</summary>
    /// <param name="session">The session.</param>
    /// <param name="force">True kills the target at once: one that answers nothing would only use up the grace.</param>
    public async Task<bool> EndAsync(IMcpSession session, bool force)
    {
        await (force ? session.KillAsync() : session.DisposeAsync());
        try
        {
            // The manager answers a second stop from its history.
            return await Manager.Ask<IStopReply>(new StopProcess(session.Key, session.Incarnation), StopTimeout)
                is ProcessStopped
                    or CommandRejected { Reason: RejectReason.NotFound or RejectReason.StaleIncarnation };
        }
        catch (AskTimeoutException)
        {
            return false;
        }
    }
}
