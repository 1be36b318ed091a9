using System.Buffers.Text;
using System.Globalization;

namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>The children of processes, as /proc/PID/task/TID/children lists them (proc(5)).</summary>
internal static class Descendants
{
    /// <summary>Where the kernel was built without CONFIG_PROC_CHILDREN there is nothing to walk.</summary>
    internal static bool IsAvailable { get; } =
        File.Exists(string.Create(CultureInfo.InvariantCulture, $"/proc/self/task/{Environment.ProcessId}/children"));

    /// <summary>The living and the dead below these processes, without them; those that are born or adopted meanwhile may be missed.</summary>
    internal static List<int> Of(IEnumerable<int> roots)
    {
        var found = new List<int>();
        var seen = new HashSet<int>(roots);
        var open = new Queue<int>(seen);
        while (open.TryDequeue(out var pid))
        {
            foreach (var child in Children(pid).Where(seen.Add))
            {
                found.Add(child);
                open.Enqueue(child);
            }
        }

        return found;
    }

    internal static IEnumerable<int> Children(int pid)
    {
        string[] threads;
        try
        {
            threads = Directory.GetDirectories(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/task"));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            yield break;
        }

        foreach (var thread in threads)
        {
            byte[] list;
            try
            {
                list = File.ReadAllBytes($"{thread}/children");
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                continue;
            }

            foreach (var child in Parse(list))
            {
                yield return child;
            }
        }
    }

    /// <summary>Numbers with a blank behind each.</summary>
    internal static List<int> Parse(ReadOnlySpan<byte> list)
    {
        var pids = new List<int>();
        while (Utf8Parser.TryParse(list, out int pid, out var used))
        {
            pids.Add(pid);
            list = list[used..].TrimStart((byte)' ');
        }

        return pids;
    }
}
