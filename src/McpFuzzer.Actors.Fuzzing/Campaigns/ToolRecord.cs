using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <summary>What has been shown of each tool, and how much of it is enough.</summary>
/// <remarks>
/// These bounds keep a campaign finite whatever the server does: a tool that was shown to end or stick the server is called alone from then on, so that each further
/// occurrence is blamed without running anything again; after so many hangs, or so many crashes, the rest of its cases is left out; and what several trials could not
/// explain is counted without another one.
/// </remarks>
internal sealed class ToolRecord(int maxHangs, int maxCrashes, int maxFailedTrials, int maxTrials)
{
    private readonly HashSet<(string Category, string Tool)> _confirmed = [];
    private readonly Dictionary<string, int> _hangs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _crashes = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Category, string? Tool), int> _failedTrials = [];
    private readonly Dictionary<string, int> _trials = new(StringComparer.Ordinal);

    /// <summary>One call of this tool has shown it alone.</summary>
    public bool IsConfirmed(string category, string tool) => _confirmed.Contains((category, tool));

    /// <summary>The tool ends or sticks the server: it is called alone.</summary>
    public bool IsDangerous(string tool) =>
        IsConfirmed(Categories.Crash, tool) || IsConfirmed(Categories.ServerStuck, tool);

    /// <summary>Notes what a call showed alone.</summary>
    /// <returns>True when the tool has had its share, and the rest of its cases is to be left out.</returns>
    public bool Note(string category, string tool)
    {
        _confirmed.Add((category, tool));
        return category switch
        {
            Categories.ServerStuck or Categories.ReplyLost => NoteHang(tool),
            Categories.Crash => Count(_crashes, tool) >= maxCrashes,
            _ => false,
        };
    }

    /// <summary>A call of this tool was waited for in vain.</summary>
    /// <returns>True when the tool has had its share.</returns>
    public bool NoteHang(string tool) => Count(_hangs, tool) >= maxHangs;

    /// <summary>A trial has shown nothing.</summary>
    public void NoteFailedTrial(Trial trial) =>
        Count(_failedTrials, (trial.Suspicion.Category, ToolOf(trial.Suspicion.Category, trial.Suspects[0].Tool)));

    /// <summary>Whether another trial is worth its time; if so, it is counted.</summary>
    public bool IsWorthATrial(string category, IReadOnlyList<FuzzCase> suspects) =>
        suspects.Count > 0
        && _failedTrials.GetValueOrDefault((category, ToolOf(category, suspects[0].Tool))) < maxFailedTrials
        && Count(_trials, category) <= maxTrials;

    /// <summary>A late reply is known by its id, so that its tool is known before the trial; the rest says something of the server.</summary>
    private static string? ToolOf(string category, string tool) =>
        category is Categories.ReplySlow or Categories.ReplyLost ? tool : null;

    private static int Count<TKey>(Dictionary<TKey, int> counts, TKey key)
        where TKey : notnull => counts[key] = counts.GetValueOrDefault(key) + 1;
}
