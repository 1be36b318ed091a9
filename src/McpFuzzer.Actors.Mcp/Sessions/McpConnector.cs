using System.Diagnostics;
using Akka.Actor;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Mcp.JsonRpc;
using McpFuzzer.Actors.Mcp.Targets;

namespace McpFuzzer.Actors.Mcp.Sessions;

/// <summary>
/// Opens sessions with processes of the ManagerActor. The newer era is tried first; at an error, a silence or an exit the older one follows, on a fresh process where the
/// first did not survive the question or holds it against us.
/// </summary>
internal sealed class McpConnector(IActorRef manager, TimeProvider time) : IMcpConnector
{
    // A server of the older era may well ignore what it does not know.
    private static readonly TimeSpan ProbeSilence = TimeSpan.FromSeconds(2);

    // A target that closes its streams is about to exit, more often than not.
    private static readonly TimeSpan ExitDelay = TimeSpan.FromSeconds(1);

    private readonly TargetLauncher _launcher = new(manager);

    public async Task<ConnectResult> ConnectAsync(
        ProcessSpec target,
        TimeSpan timeout,
        IStreamObserver observer,
        string? knownRevision,
        CancellationToken cancellation
    )
    {
        var plan = new Plan(
            target,
            new ProcessKey($"mcp-{Guid.NewGuid():N}"),
            observer,
            knownRevision,
            timeout,
            time.GetTimestamp(),
            cancellation
        );
        var first = await AttemptAsync(
            plan,
            probe: knownRevision is null || ProtocolRevisions.Discovers(knownRevision)
        );
        return first.WorthAnother && Remaining(plan) > TimeSpan.Zero
            ? (await AttemptAsync(plan, probe: false)).Result
            : first.Result;
    }

    private async Task<Attempt> AttemptAsync(Plan plan, bool probe)
    {
        switch (await _launcher.LaunchAsync(plan.Target, plan.Key, Remaining(plan), plan.Cancellation))
        {
            case LaunchResult.Launched launched:
                return await AgreeAsync(launched.Process, plan, probe);
            case LaunchResult.NotAttached refused:
                return new Attempt(ConnectFailures.Of(refused), WorthAnother: false);
            case LaunchResult.NotStarted notStarted:
                return new Attempt(ConnectFailures.Of(notStarted), WorthAnother: false);
            default:
                throw new UnreachableException();
        }
    }

    private async Task<Attempt> AgreeAsync(TargetProcess process, Plan plan, bool probe)
    {
        var observer = new HandshakeObserver(plan.Observer);
        var connection = JsonRpcConnection.Open(process.Stdout, process.Stdin, observer, time);
        var kept = false;
        try
        {
            var outcome = await ShakeHandsAsync(new Handshake(connection, observer), plan, probe);
            if (outcome is HandshakeResult.Agreed agreed)
            {
                connection.Speak(agreed.Server.ProtocolRevision);
                observer.Agree();
                kept = true;
                return new Attempt(
                    new ConnectResult.Connected(new McpSession(process, connection, agreed, time)),
                    WorthAnother: false
                );
            }

            if (outcome is HandshakeResult.Gone)
            {
                await Task.WhenAny(process.Exited, Task.Delay(ExitDelay, time, plan.Cancellation));
            }

            connection.Mute();
            var fault = connection.WriteFault;
            var stopped = await process.StopAsync();
            return new Attempt(
                ConnectFailures.Of(outcome, observer.FirstLine, fault, plan.Timeout, stopped),
                probe && outcome is HandshakeResult.Gone or HandshakeResult.Refused { PerhapsByProbe: true }
            );
        }
        finally
        {
            if (!kept)
            {
                await process.StopAsync();
                await connection.DisposeAsync();
            }
        }
    }

    private async Task<HandshakeResult> ShakeHandsAsync(Handshake handshake, Plan plan, bool probe)
    {
        if (probe)
        {
            // One that is known to answer this may start as slowly as it likes.
            var silence = plan.KnownRevision is null
                ? TimeSpan.FromTicks(Math.Min(ProbeSilence.Ticks, Remaining(plan).Ticks / 2))
                : Remaining(plan);
            var discovered = await handshake.DiscoverAsync(silence, plan.Cancellation);
            if (discovered is not HandshakeResult.Unanswered)
            {
                return discovered;
            }
        }

        return await handshake.InitializeAsync(Remaining(plan), plan.Cancellation);
    }

    private TimeSpan Remaining(Plan plan)
    {
        var left = plan.Timeout - time.GetElapsedTime(plan.Begun);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private sealed record Plan(
        ProcessSpec Target,
        ProcessKey Key,
        IStreamObserver Observer,
        string? KnownRevision,
        TimeSpan Timeout,
        long Begun,
        CancellationToken Cancellation
    );

    private sealed record Attempt(ConnectResult Result, bool WorthAnother);
}
