using McpFuzzer.Actors.Fuzzing.Campaigns;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Fuzzing.Triage;

namespace McpFuzzer.Actors.Fuzzing.Replays;

/// <summary>The runs that show a finding again, and what they show.</summary>
internal static class ReplayScripts
{
    // A call sets things off at once or soon; what a server does by itself may take as long as a reply.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1.5);

    /// <summary>The runs, the shorter first; the next is needed only where the one before does not show it.</summary>
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

    /// <summary>Everything that a run shows.</summary>
    /// <param name="observation">The run.</param>
    /// <param name="tool">The tool of the finding.</param>
    /// <param name="waited">How long a reply was waited for.</param>
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
        else if (observation.Calls.FirstOrDefault(call => call.Judgement is null) is { } unanswered)
        {
            yield return unanswered.Progressed
                ? Candidates.AtWork(unanswered.Case.Tool, waited)
                : Candidates.ReplyLost(unanswered.Case.Tool, waited);
        }
    }
}
