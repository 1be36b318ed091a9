using McpFuzzer.Actors.Fuzzing.Oracles;

namespace McpFuzzer.Actors.Fuzzing.Triage;

/// <summary>Reads what an isolation run shows about a question.</summary>
internal static class RunEvidence
{
    /// <summary>Returns whether a run shows it.</summary>
    public static bool Shows(this Observation run, Question question) =>
        run.Opened
        && question.Kind switch
        {
            QuestionKind.Death => run.Exit is not null || run.StdoutClosed,
            QuestionKind.Silence => run is { ShowsLife: false, Exit: null, StdoutClosed: false },
            _ => OnStream(run).Any(candidate => candidate.Category == question.Candidate.Category),
        };

    /// <summary>Returns the candidate that a run shows, for a tool, or for the server when null.</summary>
    public static Candidate AsSeen(this Observation run, Question question, string? tool) =>
        question.Kind switch
        {
            QuestionKind.Death when run.Exit is { } exit => Candidates.Crash(tool, exit, run.StderrTail),
            QuestionKind.Death => Candidates.StdoutClosed(tool, run.StderrTail),
            QuestionKind.Silence => question.Candidate with { Tool = tool },
            _ => Likest(question.Candidate, [.. OnStream(run)]) with { Tool = tool },
        };

    /// <summary>Returns whether two candidates are the same fault.</summary>
    public static bool IsSameAs(this Candidate one, Candidate other) =>
        one.Category == other.Category && one.Shape == other.Shape;

    private static IEnumerable<Candidate> OnStream(Observation run) =>
        run.Stream.Concat(run.Calls.SelectMany(call => call.Named));

    // The same text if it occurred again, otherwise the text in its place.
    private static Candidate Likest(Candidate asked, List<Candidate> seen) =>
        seen.Find(candidate => candidate.IsSameAs(asked))
        ?? seen.Find(candidate => candidate.Category == asked.Category)!;
}
