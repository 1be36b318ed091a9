namespace McpFuzzer.Actors.Fuzzing.Triage;

/// <summary>The question that is being isolated.</summary>
/// <param name="Category">The category of the candidate.</param>
/// <param name="Tool">The tool of all suspects; null where there is no suspect, or suspects of several tools.</param>
/// <param name="Suspects">How many calls of several tools are suspected; 0 otherwise.</param>
internal sealed record TriageActivity(string Category, string? Tool, int Suspects = 0)
{
    /// <summary>Returns the activity that a question takes. No tool is named until the others are ruled out.</summary>
    public static TriageActivity Of(Question question)
    {
        string[] tools = [.. question.Suspects.Select(suspect => suspect.Tool).Distinct(StringComparer.Ordinal)];
        return new TriageActivity(
            question.Candidate.Category,
            tools is [var only] ? only : null,
            tools.Length > 1 ? question.Suspects.Count : 0
        );
    }

    public override string ToString() =>
        Suspects == 0 ? $"isolating {Category}" : $"isolating {Category} ({Suspects} suspects)";
}
