using Akka.Actor;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Mcp.Targets;

/// <summary>Starts targets with piped stdin and stdout through the ManagerActor.</summary>
/// <param name="manager">The ManagerActor, on this node.</param>
internal sealed class TargetLauncher(IActorRef manager)
{
    /// <summary>
    /// Starts a target under the caller's key and attaches its streams. A launch that fails or is cancelled leaves no
    /// process.
    /// </summary>
    /// <exception cref="OperationCanceledException">The token was cancelled; the target is stopped.</exception>
    public async Task<LaunchResult> LaunchAsync(
        ProcessSpec target,
        ProcessKey key,
        TimeSpan timeout,
        CancellationToken cancellation
    )
    {
        var spec = target with { Stdin = StdioMode.Piped, Stdout = StdioMode.Piped, Stderr = StdioMode.CapturedTail };
        try
        {
            return await manager.Ask<IStartReply>(new StartProcess(spec, key), timeout, cancellation) switch
            {
                ProcessStarted started => await AttachAsync(started, timeout, cancellation),
                CommandRejected rejected => new LaunchResult.NotStarted(rejected.Message),
                var other => new LaunchResult.NotStarted($"unexpected reply {other.GetType().Name}"),
            };
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await TargetProcess.StopAsync(manager, key, null);
            throw;
        }
        // The time is up, or the manager failed. It may have started the target in the meantime, so the target is
        // stopped.
        catch (Exception error)
        {
            await TargetProcess.StopAsync(manager, key, null);
            return new LaunchResult.NotStarted(
                error is AskTimeoutException ? $"no answer within {Durations.Show(timeout)}" : error.Message
            );
        }
    }

    private async Task<LaunchResult> AttachAsync(
        ProcessStarted started,
        TimeSpan timeout,
        CancellationToken cancellation
    )
    {
        var attach = new AttachStdio(started.Key, started.Incarnation);
        var reply = await manager.Ask<IAttachReply>(attach, timeout, cancellation);
        if (reply is StdioAttached { Stdout: { } stdout, Stdin: { } stdin })
        {
            return new LaunchResult.Launched(
                new TargetProcess(manager, started.Key, started.Incarnation, started.Pid, stdout, stdin)
            );
        }

        var stopped = await TargetProcess.StopAsync(manager, started.Key, started.Incarnation);
        return new LaunchResult.NotAttached(
            reply is CommandRejected rejected ? rejected.Message : "its streams are not piped",
            stopped
        );
    }
}
