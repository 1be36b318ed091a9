using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace McpFuzzer.Actors.Benchmarks.Rounds;

/// <summary>Finds the processes that a contestant has left, by a variable that all inherit.</summary>
internal sealed class Leftovers
{
    public const string Cookie = "MCPFUZZER_BENCH";

    /// <summary>The time for processes that are about to end.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public string Id { get; } = Guid.NewGuid().ToString("N");

    public int Total { get; private set; }

    /// <summary>Ends the processes that are left, and returns their number.</summary>
    public int End()
    {
        var begin = Stopwatch.GetTimestamp();
        var found = Find();
        while (found.Count > 0 && Stopwatch.GetElapsedTime(begin) < Patience)
        {
#pragma warning disable RS0030 // The kernel reports no event when a process of another parent ends.
            Thread.Sleep(millisecondsTimeout: 20);
#pragma warning restore RS0030
            found = Find();
        }

        var count = found.Count;
        for (; found.Count > 0; found = Find())
        {
            found.ForEach(Kill);
        }

        Total += count;
        return count;
    }

    public string Summary() =>
        Total == 0 ? "nothing is left running" : $"{Total} processes had been left running, and were ended";

    private List<int> Find() =>
        [.. Directory.GetDirectories("/proc").Select(PidOf).Where(pid => pid > 0 && IsOurs(pid))];

    private static int PidOf(string folder) =>
        int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0;

    // The environment of a zombie is empty.
    private bool IsOurs(int pid)
    {
        try
        {
            var environment = File.ReadAllBytes($"/proc/{pid}/environ");
            return environment.AsSpan().IndexOf(Encoding.ASCII.GetBytes($"{Cookie}={Id}")) >= 0;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void Kill(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            process.Kill();
        }
        catch (ArgumentException)
        {
            // It has ended in the meantime.
        }
    }
}
