using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Node.Progress;

/// <summary>The text of the live line: never wider than the terminal, since what wraps can't be written over, with room for the <c>^C</c> of a terminal that echoes it.</summary>
internal static class LiveLine
{
    private const int Echo = 2;

    public static string Of(CampaignProgress progress, TimeSpan elapsed, int width)
    {
        var tool = progress.Tool is null ? "" : $" {Printable.Escape(progress.Tool)}";
        var line = $"{(int)elapsed.TotalMinutes}:{elapsed.Seconds:00} {progress.Line(elapsed)}{tool}";
        var room = Math.Max(1, width - 1 - Echo);
        return line.Length <= room ? line : $"{line.AsSpan(0, room - 1)}…";
    }
}
