using System.Globalization;

namespace McpFuzzer.Actors.Benchmarks.Scenarios;

/// <summary>
/// The processor time of the threads of this process, by the names that the kernel has for them (proc_pid_comm(5)).
/// </summary>
internal sealed class ThreadTimes
{
    private readonly Dictionary<int, (string Name, long Nanoseconds)> _times = [];

    private ThreadTimes()
    {
        foreach (var folder in Directory.GetDirectories("/proc/self/task"))
        {
            try
            {
                var used = File.ReadAllText($"{folder}/schedstat").Split(' ')[0];
                var thread = int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture);
                var name = File.ReadAllText($"{folder}/comm").TrimEnd('\n');
                _times[thread] = (name, long.Parse(used, CultureInfo.InvariantCulture));
            }
            catch (IOException)
            {
                // It has ended, or this kernel does not record such times.
            }
        }
    }

    public static ThreadTimes Read() => new();

    /// <summary>Returns the microseconds since then of the threads whose names begin with a prefix.</summary>
    public double MicrosecondsSince(ThreadTimes then, string name) =>
        _times
            .Where(thread => thread.Value.Name.StartsWith(name, StringComparison.Ordinal))
            .Sum(thread => thread.Value.Nanoseconds - then._times.GetValueOrDefault(thread.Key).Nanoseconds) / 1000.0;
}
