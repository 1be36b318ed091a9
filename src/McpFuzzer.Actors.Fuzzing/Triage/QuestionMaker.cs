using System.Collections.Immutable;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;

namespace McpFuzzer.Actors.Fuzzing.Triage;

/// <summary>Turns evidence into questions.</summary>
internal sealed class QuestionMaker(TriageBudget budget)
{
    public static Question Of(TriageInput.Named named) =>
        new()
        {
            Kind = QuestionKind.Reply,
            Candidate = named.Candidate with { Tool = named.Call.Tool },
            Suspects = [named.Call],
        };

    public Question Of(TriageInput.OnStream seen) =>
        OfScene(QuestionKind.Stream, seen.Candidate, seen.Scene) with
        {
            Quiet = budget.QuietFor(seen.Scene.Uptime),
        };

    public static Question Of(TriageInput.Late late) =>
        OfLateness(late.Call) with
        {
            IsUnanswered = late.Elapsed is null,
            LateReply = late.Elapsed,
        };

    public static Question Of(TriageInput.Overdue overdue) =>
        OfLateness(overdue.Call) with
        {
            IsUnanswered = true,
            Evidence = [overdue.Evidence],
        };

    public static Question Of(TriageInput.Silent silent) =>
        OfScene(QuestionKind.Silence, Candidates.ServerStuck(null, silent.After, ""), silent.Scene) with
        {
            // Calls after the one that blocks the server have no reply either.
            Suspects = [.. silent.Scene.Unanswered, .. silent.Scene.Lately],
            Evidence = [silent.Evidence],
        };

    public Question Of(TriageInput.Died died) =>
        OfScene(QuestionKind.Death, died.Candidate, died.Scene) with
        {
            Quiet = budget.QuietFor(died.Scene.Uptime),
            Evidence = [died.Evidence],
        };

    private static Question OfLateness(FuzzCase call) =>
        new()
        {
            Kind = QuestionKind.Lateness,
            Candidate = Candidates.ReplyLost(call.Tool, TimeSpan.Zero),
            Suspects = [call],
        };

    private static Question OfScene(QuestionKind kind, Candidate candidate, Scene scene) =>
        new()
        {
            Kind = kind,
            Candidate = candidate with { Tool = null },
            Suspects = SuspectsOf(scene),
            Sequence = [.. scene.Sequence],
            Unanswered = [.. scene.Unanswered],
        };

    // The last call is the most likely. Unanswered calls come before answered ones.
    private static ImmutableList<FuzzCase> SuspectsOf(Scene scene) => [.. scene.Unanswered.Reverse(), .. scene.Lately];
}
