using System.Globalization;

namespace McpFuzzer.Actors.Benchmarks.Peers;

/// <summary>/proc/PID/status.</summary>
internal static class ProcStatus
{
    private static readonly char[] Blanks = ['\t', ' '];

    /// <summary>Reads the number of one line; memory is in KiB.</summary>
    /// <param name="process">A pid, or <c>self</c>.</param>
    /// <param name="name">With its colon.</param>
    public static double Number(string process, string name) =>
        double.Parse(
            File.ReadLines($"/proc/{process}/status")
                .First(line => line.StartsWith(name, StringComparison.Ordinal))
                .Split(Blanks, StringSplitOptions.RemoveEmptyEntries)[1],
            CultureInfo.InvariantCulture
        );
}
