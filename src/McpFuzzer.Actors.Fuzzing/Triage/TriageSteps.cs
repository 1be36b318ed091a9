using System.Collections.Immutable;
using McpFuzzer.Actors.Fuzzing.Oracles;
using Step = (
    McpFuzzer.Actors.Fuzzing.Triage.TriageState State,
    System.Collections.Immutable.ImmutableList<McpFuzzer.Actors.Fuzzing.Triage.TriageEffect> Effects
);

namespace McpFuzzer.Actors.Fuzzing.Triage;

/// <summary>The small steps of triage's decisions.</summary>
internal static class TriageSteps
{
    public static Step Record(TriageState state, Candidate candidate, Sighting sighting)
    {
        var book = state.Book.Record(candidate, sighting);
        return (
            state with
            {
                Book = book,
            },
            [
                .. FindingChanges
                    .Between(state.Book, book)
                    .Select(change => new TriageEffect.PublishFinding(change.Finding, change.Supersedes, book.Count)),
            ]
        );
    }

    public static Step Count(TriageState state, Candidate candidate) =>
        (state with { Book = state.Book.Record(candidate, new Sighting()) }, []);

    public static ImmutableList<TriageEffect> Resolve(
        IReadOnlyList<int> evidence,
        string? tool,
        string category,
        int shown,
        bool resend
    ) =>
        [.. evidence.Select(number => new TriageEffect.Resolve(new Resolution(number, tool, category, shown, resend)))];

    public static TriageState Close(TriageState state, Question question) =>
        state with
        {
            Questions = state.Questions.Remove(question),
        };

    public static TriageState Replace(TriageState state, Question old, Question replacement) =>
        state with
        {
            Questions = state.Questions.Replace(old, replacement),
        };

    public static Step Then(Step step, Func<TriageState, Step> next)
    {
        var (state, effects) = next(step.State);
        return (state, step.Effects.AddRange(effects));
    }

    public static Step Then(Step step, ImmutableList<TriageEffect> effects) =>
        (step.State, step.Effects.AddRange(effects));
}
