using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Fuzzing.Campaigns;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Replays;

/// <summary>Sends a finding's recorded calls again, on a fresh target and under the same oracle, and says whether it still shows.</summary>
/// <param name="connector">Opens the session.</param>
/// <param name="target">How the server is started.</param>
/// <param name="settings">The bounds and thresholds of campaigns.</param>
/// <param name="startTimeout">How long a start with its handshake may take.</param>
/// <param name="callTimeout">How long one reply may take; never less than the oracle's <c>lost-after</c>.</param>
internal sealed class Replay(
    IMcpConnector connector,
    ProcessSpec target,
    CampaignSettings settings,
    TimeSpan startTimeout,
    TimeSpan callTimeout
)
{
    private readonly TargetText _text = TargetText.Of(target);
    private readonly TimeSpan _callTimeout =
        callTimeout > settings.Thresholds.LostAfter ? callTimeout : settings.Thresholds.LostAfter;

    /// <summary>A replay on the targets of a node.</summary>
    /// <param name="manager">The node's ManagerActor.</param>
    /// <param name="target">How the server is started.</param>
    /// <param name="configuration">The node's configuration.</param>
    /// <param name="startTimeout">How long a start with its handshake may take.</param>
    /// <param name="callTimeout">How long one reply may take.</param>
    /// <param name="time">The node's clocks.</param>
    public static Replay On(
        IActorRef manager,
        ProcessSpec target,
        Config configuration,
        TimeSpan startTimeout,
        TimeSpan callTimeout,
        TimeProvider time
    ) => new(new McpConnector(manager, time), target, CampaignSettings.Read(configuration), startTimeout, callTimeout);

    /// <summary>Sends the calls: one alone, several at once in their order.</summary>
    /// <param name="finding">As recorded.</param>
    /// <param name="cancellation">Leaves no process.</param>
    public async Task<ReplayResult> RunAsync(Finding finding, CancellationToken cancellation)
    {
        var anomalies = new Anomalies();
        switch (await connector.ConnectAsync(TargetSpec.Of(target), startTimeout, anomalies, null, cancellation))
        {
            case ConnectResult.Failed failed:
                return Fail(failed.Message, _text.Show(failed.StderrTail));
            case ConnectResult.Connected connected:
                await using (connected.Session)
                {
                    return await RunAsync(finding, connected.Session, anomalies, cancellation);
                }
            case var other:
                throw new InvalidOperationException($"no rule for {other.GetType().Name}");
        }
    }

    private async Task<ReplayResult> RunAsync(
        Finding finding,
        IMcpSession session,
        Anomalies anomalies,
        CancellationToken cancellation
    )
    {
        var list = await session.ListToolsAsync(startTimeout, cancellation);
        if (list is not ListToolsResult.Listed { Tools: var tools, Breaches: var breaches })
        {
            return Fail(
                list is ListToolsResult.Failed failed ? failed.Message : "the server does not list its tools",
                ""
            );
        }

        if (ReplayCalls.Of(finding, tools, out var missing) is not { } calls)
        {
            return Fail($"the server has no tool '{Printable.Escape(missing!)}'", "");
        }

        var replies = await Task.WhenAll(
            calls.Select(call => session.CallWithinAsync(call.Tool, call.Arguments, _callTimeout, cancellation))
        );

        // Whatever a call sets off after its reply stands before the answer to this.
        var (answers, _) = await session.ProbeAsync(settings.Thresholds.StuckAfter, cancellation);
        var exited = answers ? null : await ExitAsync(session, cancellation);
        var oracle = new SuspicionOracle(tools, settings.Thresholds);
        Suspicion[] seen =
        [
            .. OfTheServer(finding.Tool, replies, answers, exited),
            .. breaches.Select(Suspicions.Listing),
            .. anomalies.Select(anomaly => Suspicions.Stream(finding.Tool, anomaly)),
            .. calls.Zip(replies).SelectMany(answered => oracle.Judge(answered.First, answered.Second)),
        ];
        return Judge(finding, seen);
    }

    private IEnumerable<Suspicion> OfTheServer(
        string? tool,
        IReadOnlyList<McpReply> replies,
        bool answers,
        ProcessExited? exited
    ) =>
        (answers, exited) switch
        {
            (true, _) => replies.OfType<McpReply.TimedOut>().Select(late => Suspicions.ReplyLost(tool, late.After)),
            (false, { Cause: ExitCause.Exited }) =>
            [
                Suspicions.Crash(tool, exited.Exit, _text.Show(exited.StderrTail)),
            ],
            (false, null) => [Suspicions.ServerStuck(tool, _callTimeout, null)],
            _ => [],
        };

    private ReplayResult Judge(Finding finding, IReadOnlyList<Suspicion> seen)
    {
        var shown = seen.Select(Show).FirstOrDefault(suspicion => IsSame(finding, suspicion));
        return shown is not null
            ? new ReplayResult.Shows(shown)
            : new ReplayResult.NoLonger([
                .. seen.Select(Show)
                    .DistinctBy(suspicion => suspicion.FindingId, StringComparer.Ordinal)
                    .OrderByDescending(suspicion => suspicion.Severity),
            ]);
    }

    /// <summary>What one reply shows is the same in kind; what says something of the server is the same though it may end another way this time.</summary>
    private static bool IsSame(Finding finding, Suspicion suspicion) =>
        Categories.EvidenceOf(finding.Category) == EvidenceKind.Reply
            ? suspicion.FindingId == finding.Id
            : suspicion.Category == finding.Category;

    private async Task<ProcessExited?> ExitAsync(IMcpSession session, CancellationToken cancellation)
    {
        try
        {
            return await session.Exited.WaitAsync(settings.LastWords, cancellation) as ProcessExited;
        }
        catch (TimeoutException)
        {
            // It lives on.
            return null;
        }
    }

    private Suspicion Show(Suspicion suspicion) =>
        suspicion with
        {
            Title = _text.Show(suspicion.Title),
            Detail = _text.Show(suspicion.Detail),
        };

    private ReplayResult.TargetFailed Fail(string message, string stderrTail) =>
        new(new TargetFailure(_text.Show(message), stderrTail));

    private sealed class Anomalies : ConcurrentQueue<StreamAnomaly>, IStreamObserver
    {
        private const int Most = 1_000;

        public void OnToolsChanged() { }

        public void OnAnomaly(StreamAnomaly anomaly)
        {
            if (Count < Most)
            {
                Enqueue(anomaly);
            }
        }
    }
}
