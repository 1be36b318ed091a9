using McpFuzzer.Actors.Fuzzing.Reports;

namespace McpFuzzer.Actors.Node.Progress;

/// <summary>
/// The text of the live line: never wider than the terminal, since what wraps can't be written over, with room for the
/// <c>^C</c> of a terminal that echoes it.
/// </summary>
internal static class LiveLine
{
    private const int Echo = 2;

    public static string Of(CampaignProgress progress, TimeSpan elapsed, int width)
    {
        var line = $"{(int)elapsed.TotalMinutes}:{elapsed.Seconds:00} {Text(progress, elapsed)}";
        var room = Math.Max(1, width - 1 - Echo);
        return line.Length <= room ? line : $"{line.AsSpan(0, room - 1)}…";
    }

    // An activity comes first: it is what the user waits for, and the end of the line may be cut off.
    private static string Text(CampaignProgress progress, TimeSpan elapsed) =>
        progress.Activity is { } activity ? $"{activity.Line(elapsed)}; {progress.Line(elapsed)}"
        : progress.Tool is { } tool ? $"{progress.Line(elapsed)} {NameList.Shown(tool)}"
        : progress.Line(elapsed);
}
