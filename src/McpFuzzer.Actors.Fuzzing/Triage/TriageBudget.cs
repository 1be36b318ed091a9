using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Fuzzing.Triage;

/// <summary>The bounds of isolation.</summary>
/// <param name="settings">The bounds.</param>
/// <param name="duration">The campaign's duration; null means unlimited.</param>
/// <param name="longestQuiet">The longest time that a run watches a server.</param>
internal sealed class TriageBudget(IsolationSettings settings, TimeSpan? duration, TimeSpan longestQuiet)
{
    /// <summary>The time of all runs together; null means unlimited.</summary>
    public TimeSpan? Allowed { get; } =
        duration is not { } whole ? null
        : whole * settings.Share * settings.Servers is var share && share > settings.Least ? share
        : settings.Least;

    /// <summary>Whether the budget is used up.</summary>
    public bool IsSpent(TriageState state) => Allowed is { } allowed && state.Spent >= allowed;

    /// <summary>Returns whether a question may be isolated.</summary>
    public bool Allows(TriageState state, Question question) =>
        !IsSpent(state)
        && (state.Known.GetValueOrDefault(question.Key)?.Isolated ?? 0) < PerKey(question)
        && state.Harmless.GetValueOrDefault(question.Key) < settings.Suspects
        && (question.Suspects.IsEmpty || state.PerTool.GetValueOrDefault(question.Suspects[0].Tool) < settings.PerTool);

    /// <summary>Counts a question for the most likely tool.</summary>
    public static TriageState Charge(TriageState state, Question question) => Count(state, question, 1);

    /// <summary>
    /// Returns a harmless question to the tool's budget, since a busy machine makes innocent calls late. Harmless
    /// questions are counted separately.
    /// </summary>
    public static TriageState Refund(TriageState state, Question question) =>
        Count(state, question, -1) with
        {
            Harmless = state.Harmless.SetItem(question.Key, state.Harmless.GetValueOrDefault(question.Key) + 1),
        };

    /// <summary>Returns how long a run must watch a server to see again what showed after this uptime.</summary>
    public TimeSpan QuietFor(TimeSpan uptime)
    {
        var quiet = uptime + settings.Quiet;
        return quiet < longestQuiet ? quiet : longestQuiet;
    }

    /// <summary>Describes a question without proof.</summary>
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

    // Two tools may crash the server in the same way for different reasons.
    private int PerKey(Question question) =>
        question.Kind is QuestionKind.Death or QuestionKind.Silence
            ? settings.PerShape * settings.PerTool
            : settings.PerShape;
}
