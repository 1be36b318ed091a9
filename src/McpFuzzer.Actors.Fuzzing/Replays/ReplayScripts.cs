using McpFuzzer.Actors.Fuzzing.Campaigns;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Fuzzing.Triage;

namespace McpFuzzer.Actors.Fuzzing.Replays;

/// <summary>The runs of a replay, and their evidence.</summary>
internal static class ReplayScripts
{
    // A call shows its effect soon. What a server does by itself may take as long as a reply.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1.5);

    /// <summary>
    /// Returns the runs, the shortest first. The next is needed only when the previous one does not show the finding.
    /// </summary>
    public static IReadOnlyList<RunScript> Of(IReadOnlyList<FuzzCase> calls, CampaignSettings settings)
    {
        var mode =
            calls.Count == 0 ? RunMode.Control
            : calls.Count == 1 ? RunMode.Alone
            : RunMode.Together;
        return
        [
            new RunScript(mode, calls, settings.Isolation.Quiet),
            new RunScript(mode, calls, mode is RunMode.Control ? settings.Thresholds.LostAfter : Soon),
        ];
    }

    /// <summary>Returns all candidates of a run.</summary>
    /// <param name="observation">The run.</param>
    /// <param name="tool">The tool of the finding.</param>
    /// <param name="waited">How long a reply was awaited.</param>
    public static IEnumerable<Candidate> CandidatesOf(Observation observation, string? tool, TimeSpan waited)
    {
        foreach (var seen in observation.Stream.Concat(observation.Calls.SelectMany(call => call.Candidates)))
        {
            yield return seen;
        }

        if (observation.Exit is { } exit)
        {
            yield return Candidates.Crash(tool, exit, observation.StderrTail);
        }
        else if (observation.StdoutClosed)
        {
            yield return Candidates.StdoutClosed(tool, observation.StderrTail);
        }
        else if (observation is { Opened: true, ShowsLife: false })
        {
            yield return Candidates.ServerStuck(tool, waited, observation.StderrTail);
        }
        else if (observation.Calls.FirstOrDefault(call => call.Assessment is null) is { } unanswered)
        {
            yield return unanswered.Progressed
                ? Candidates.AtWork(unanswered.Case.Tool, waited)
                : Candidates.ReplyLost(unanswered.Case.Tool, waited);
        }
    }
}
