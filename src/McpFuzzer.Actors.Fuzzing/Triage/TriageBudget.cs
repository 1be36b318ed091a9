using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Fuzzing.Triage;

/// <summary>What isolation may cost.</summary>
/// <param name="settings">The bounds.</param>
/// <param name="duration">The campaign's duration; null is without bound.</param>
/// <param name="longestQuiet">A server is watched for no longer than this.</param>
internal sealed class TriageBudget(IsolationSettings settings, TimeSpan? duration, TimeSpan longestQuiet)
{
    /// <summary>What all runs may take together; null is without bound.</summary>
    public TimeSpan? Allowed { get; } =
        duration is not { } whole ? null
        : whole * settings.Share * settings.Servers is var share && share > settings.Least ? share
        : settings.Least;

    /// <summary>Whether no run may be started any more.</summary>
    public bool IsSpent(TriageState state) => Allowed is { } allowed && state.Spent >= allowed;

    /// <summary>Whether a question is worth isolation runs.</summary>
    public bool Allows(TriageState state, Question question) =>
        !IsSpent(state)
        && (state.Known.GetValueOrDefault(question.Key)?.Isolated ?? 0) < PerKey(question)
        && state.Harmless.GetValueOrDefault(question.Key) < settings.Suspects
        && (question.Suspects.IsEmpty || state.PerTool.GetValueOrDefault(question.Suspects[0].Tool) < settings.PerTool);

    /// <summary>Counts a question for the tool that is suspected most.</summary>
    public static TriageState Charge(TriageState state, Question question) => Count(state, question, 1);

    /// <summary>
    /// A busy machine makes innocent calls late: that leaves what a tool may cost as it was, and is counted by itself.
    /// </summary>
    public static TriageState Refund(TriageState state, Question question) =>
        Count(state, question, -1) with
        {
            Harmless = state.Harmless.SetItem(question.Key, state.Harmless.GetValueOrDefault(question.Key) + 1),
        };

    /// <summary>
    /// How long a server must be watched to show again what showed after it had been open for this long.
    /// </summary>
    public TimeSpan QuietFor(TimeSpan uptime)
    {
        var quiet = uptime + settings.Quiet;
        return quiet < longestQuiet ? quiet : longestQuiet;
    }

    /// <summary>What is said of a question that was left without proof.</summary>
    public static string LineOf(Question question)
    {
        var tools = question.Suspects.Select(call => call.Tool).Distinct(StringComparer.Ordinal).Take(3).ToList();
        var about = tools.Count == 0 ? "" : $" (suspected: {Printable.Escape(string.Join(", ", tools))})";
        return $"{question.Candidate.Category}: {question.Candidate.Title}{about}";
    }

    private static TriageState Count(TriageState state, Question question, int by) =>
        question.Suspects is [var likeliest, ..]
            ? state with
            {
                PerTool = state.PerTool.SetItem(likeliest.Tool, state.PerTool.GetValueOrDefault(likeliest.Tool) + by),
            }
            : state;

    // Two tools may end the server in the same way without being one bug.
    private int PerKey(Question question) =>
        question.Kind is QuestionKind.Death or QuestionKind.Silence
            ? settings.PerShape * settings.PerTool
            : settings.PerShape;
}
