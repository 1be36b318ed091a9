using Akka.Actor;
using Akka.Configuration;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Fuzzing.Campaigns;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Fuzzing.Targets;
using McpFuzzer.Actors.Fuzzing.Triage;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Replays;

/// <summary>
/// Sends a finding's recorded calls again, with the same isolation runs and the same oracle as its campaign, and
/// reports whether it still shows.
/// </summary>
internal sealed class Replay(TargetRuns targets)
{
    /// <summary>Creates a replay on a node.</summary>
    /// <param name="manager">The node's ManagerActor.</param>
    /// <param name="target">How the server is started.</param>
    /// <param name="configuration">The node's configuration.</param>
    /// <param name="startTimeout">How long a start with its handshake may take.</param>
    /// <param name="callTimeout">How long one reply may take; never less than the oracle's <c>lost-after</c>.</param>
    /// <param name="time">The node's clocks.</param>
    public static Replay On(
        IActorRef manager,
        ProcessSpec target,
        Config configuration,
        TimeSpan startTimeout,
        TimeSpan callTimeout,
        TimeProvider time
    ) =>
        new(
            new TargetRuns(
                new McpConnector(manager, time),
                manager,
                TargetSpec.Of(target),
                CampaignSettings.Read(configuration),
                startTimeout,
                callTimeout,
                time
            )
        );

    /// <summary>
    /// Sends the calls: one alone, several at once in order, none when the server shows the finding by itself.
    /// </summary>
    /// <param name="finding">The recorded finding.</param>
    /// <param name="cancellation">Stops the replay. No process is left.</param>
    public async Task<ReplayResult> RunAsync(Finding finding, CancellationToken cancellation)
    {
        var opening = await OpenAsync(cancellation);
        if (opening.Failure is { } failure)
        {
            return Fail(failure.Message, failure.StderrTail);
        }

        if (ReplayCalls.Of(finding, opening.Tools, out var missing) is not { } calls)
        {
            return Fail($"the server has no tool '{Printable.Escape(missing!)}'", "");
        }

        string[] names = [.. opening.Tools.Select(tool => tool.Name)];
        var oracle = new ReplyOracle(opening.Tools, targets.Settings.Thresholds, opening.Revision);
        var runs = new IsolatedRun(targets, oracle, names, opening.Revision);
        var seen = new List<Candidate>(opening.Candidates);
        foreach (var script in ReplayScripts.Of(calls, targets.Settings))
        {
            if (seen.Exists(candidate => IsSame(finding, candidate)))
            {
                break;
            }

            var observation = await runs.RunAsync(script, cancellation);
            cancellation.ThrowIfCancellationRequested();
            seen.AddRange(ReplayScripts.CandidatesOf(observation, finding.Tool, targets.LongTimeout));
        }

        return Assess(finding, seen);
    }

    // This run observes what a server shows before any call. Its tools are needed to assess the rest.
    private async Task<Opening> OpenAsync(CancellationToken cancellation)
    {
        var watch = new StreamWatch([]);
        switch (await targets.Connector.ConnectAsync(targets.Target, targets.StartTimeout, watch, null, cancellation))
        {
            case ConnectResult.Failed failed:
                return Opening.Failed(failed.Message, targets.Text.Show(failed.StderrTail));
            case ConnectResult.Connected connected:
                await using (connected.Session)
                {
                    return await OpenAsync(connected.Session, watch, cancellation);
                }
            case var other:
                throw new InvalidOperationException($"no rule for {other.GetType().Name}");
        }
    }

    private async Task<Opening> OpenAsync(IMcpSession session, StreamWatch watch, CancellationToken cancellation)
    {
        var list = await session.ListToolsAsync(targets.StartTimeout, cancellation);
        if (list is not ListToolsResult.Listed listed)
        {
            return Opening.Failed(
                list is ListToolsResult.Failed failed ? failed.Message : "the server does not list its tools",
                ""
            );
        }

        var probed = await session.ProbeAsync(targets.Settings.Thresholds.StuckAfter, cancellation);
        var ping = probed is { Answered: true, Ping: PingAnswer.Rejected or PingAnswer.Silent }
            ? [Candidates.PingUnanswered(probed.Ping)]
            : Array.Empty<Candidate>();
        return new Opening(
            listed.Tools,
            session.Server.ProtocolRevision,
            [.. watch.Of(null), .. listed.Breaches.Select(Candidates.Listing), .. ping],
            null
        );
    }

    private ReplayResult Assess(Finding finding, IReadOnlyList<Candidate> seen)
    {
        var shown = seen.Select(Show).FirstOrDefault(candidate => IsSame(finding, candidate));
        return shown is not null
            ? new ReplayResult.Shows(shown)
            : new ReplayResult.NoLonger([
                .. seen.Select(Show)
                    .DistinctBy(candidate => (candidate.Category, candidate.Tool, candidate.Shape))
                    .OrderByDescending(candidate => candidate.Severity),
            ]);
    }

    /// <summary>
    /// For a reply, the candidate must have the same kind. For a fault of the server, another way of ending counts too.
    /// </summary>
    private static bool IsSame(Finding finding, Candidate candidate) =>
        Categories.EvidenceOf(finding.Category) is EvidenceKind.Reply
            ? FindingSignature.IsOf(finding, candidate)
            : candidate.Category == finding.Category;

    private Candidate Show(Candidate candidate) =>
        candidate with
        {
            Title = targets.Text.Show(candidate.Title),
            Detail = targets.Text.Show(candidate.Detail),
        };

    private ReplayResult.TargetFailed Fail(string message, string stderrTail) =>
        new(new TargetFailure(targets.Text.Show(message), stderrTail));

    private sealed record Opening(
        IReadOnlyList<McpTool> Tools,
        string Revision,
        IReadOnlyList<Candidate> Candidates,
        TargetFailure? Failure
    )
    {
        public static Opening Failed(string message, string stderrTail) =>
            new([], "", [], new TargetFailure(message, stderrTail));
    }
}
