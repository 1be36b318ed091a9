using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Fuzzing.Campaigns;
using McpFuzzer.Actors.Fuzzing.Reports;

namespace McpFuzzer.Actors.Node.Campaigns;

/// <summary>
/// What a campaign did not test, in a few lines, so that a reader does not take an untested tool for a sound one.
/// </summary>
internal static class CoverageGaps
{
    private const int LongestReason = 160;

    /// <summary>Returns one line for each kind of shortfall.</summary>
    public static IEnumerable<string> Lines(CampaignCompleted completed)
    {
        var summary = completed.Summary;
        if (summary.SkippedTools.Count > 0)
        {
            yield return "skipped as destructive "
                + "(--destructive calls them; point the server at a scratch folder first): "
                + NameList.Of(summary.SkippedTools);
        }

        foreach (var shortfall in Enum.GetValues<ToolShortfall>())
        {
            var notes = summary.ToolNotes.Where(note => note.Shortfall == shortfall).ToList();
            if (notes.Count > 0)
            {
                yield return $"{Heading(shortfall)}: {Tools(notes)}";
            }
        }

        foreach (var line in summary.NotIsolated.Take(NameList.Most))
        {
            yield return $"not isolated: {Bounded(line)}";
        }

        if (summary.NotIsolated.Count > NameList.Most)
        {
            yield return $"not isolated: {summary.NotIsolated.Count - NameList.Most} more, in summary.json";
        }

        if (NoCall.WhyIn(completed) is { } why)
        {
            yield return $"no call was sent: {Bounded(why)}";
        }
    }

    private static string Heading(ToolShortfall shortfall) =>
        shortfall switch
        {
            ToolShortfall.NeverCalled => "never called",
            ToolShortfall.NeverAccepted => "no call accepted, though some satisfy the schema",
            ToolShortfall.CutShort => "cut short, with the cases that were not sent",
            ToolShortfall.NotCovered => "--runs is too low for these schemas, with the cases that they need",
            ToolShortfall.NotRead => "replies not read, with their number",
            _ => throw new ArgumentOutOfRangeException(nameof(shortfall), shortfall, "unknown shortfall"),
        };

    // A reason that all tools share stands once, at the end.
    private static string Tools(IReadOnlyList<ToolNote> notes)
    {
        var reasons = notes.Select(note => note.Reason).Distinct(StringComparer.Ordinal).ToList();
        return reasons switch
        {
            [""] => NameList.Join([.. notes.Select(Tool)]),
            [var common] => $"{NameList.Join([.. notes.Select(Tool)])} ({Bounded(common)})",
            _ => NameList.Join([.. notes.Select(note => $"{Tool(note)} ({Bounded(note.Reason)})")]),
        };
    }

    private static string Tool(ToolNote note) =>
        note.Shortfall is ToolShortfall.CutShort or ToolShortfall.NotCovered or ToolShortfall.NotRead
            ? $"{NameList.Shown(note.Tool)} {note.Cases}"
            : NameList.Shown(note.Tool);

    private static string Bounded(string line) =>
        Printable.Escape(line.Length <= LongestReason ? line : Bounds.Title(line));
}
