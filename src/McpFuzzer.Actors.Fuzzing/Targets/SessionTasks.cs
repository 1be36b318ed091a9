using Akka.Actor;
using Akka.Event;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Fuzzing.Campaigns;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Targets;

/// <summary>The asynchronous work of a session. Results are piped to its actor.</summary>
/// <param name="number">The server's number.</param>
/// <param name="session">The session.</param>
/// <param name="actor">Receives the result of each task.</param>
internal sealed class SessionTasks(int number, IMcpSession session, IActorRef actor)
{
    public void WatchExit() =>
        _ = session.Exited.PipeTo(
            actor,
            success: reply => new ExitSeen(reply),
            failure: failure => new Faulted("the session's exit", failure)
        );

    public void ListTools(TimeSpan timeout) =>
        _ = session
            .ListToolsAsync(timeout, CancellationToken.None)
            .PipeTo(
                actor,
                success: result => new TargetReport.Listed(number, result),
                failure: failure => new Faulted("listing tools", failure)
            );

    public void Ping(TimeSpan timeout) =>
        _ = session
            .ProbeAsync(timeout, CancellationToken.None)
            .PipeTo(
                actor,
                // A server that answers nothing says nothing about ping.
                success: probed => new CampaignInput.Pinged(probed.Answered ? probed.Ping : PingAnswer.NotSent),
                failure: failure => new Faulted("a ping", failure)
            );

    public void Probe(TimeSpan timeout) =>
        _ = session
            .ProbeAsync(timeout, CancellationToken.None)
            .PipeTo(actor, failure: failure => new Faulted("a probe", failure));

    /// <summary>Ends the session, by force or by the target's ladder.</summary>
    public void End(bool force) =>
        _ = EndAsync(force)
            .PipeTo(actor, success: () => new Closed(), failure: failure => new Faulted("closing a session", failure));

    private async Task EndAsync(bool force)
    {
        if (force)
        {
            await session.KillAsync();
        }
        else
        {
            await session.DisposeAsync();
        }
    }

    /// <summary>The target has exited, or its exit cannot become known.</summary>
    internal sealed record ExitSeen(IWaitReply Reply) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    /// <summary>The session is closed.</summary>
    internal sealed record Closed : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    /// <summary>A task threw, which is a bug of mcpfuzzer.</summary>
    internal sealed record Faulted(string What, Exception Failure)
        : INoSerializationVerificationNeeded,
            IDeadLetterSuppression;
}
