using System.Buffers.Text;
using System.Globalization;
using System.IO.Enumeration;
using System.Text.Unicode;
using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Linux;

/// <summary>
/// The children of a process, as listed for each of its threads in /proc/PID/task/TID/children (proc_tid_children(5);
/// docs/hazards.md, 4).
/// </summary>
internal static class ChildList
{
    /// <summary>False when the kernel was built without CONFIG_PROC_CHILDREN.</summary>
    internal static bool IsAvailable { get; } =
        File.Exists(string.Create(CultureInfo.InvariantCulture, $"/proc/self/task/{Environment.ProcessId}/children"));

    /// <summary>
    /// Adds the children of a process, zombies included. Throws when no descriptor is left to read the list.
    /// </summary>
    internal static void Read(ProcessStat parent, List<int> children)
    {
        if (!parent.IsAlive)
        {
            return;
        }

        if (parent.Threads == 1)
        {
            Read(parent.Pid, parent.Pid, children);
            return;
        }

        foreach (var thread in ListThreads(parent.Pid))
        {
            Read(parent.Pid, thread, children);
        }
    }

    /// <summary>Adds the numbers of a list, each followed by a blank.</summary>
    internal static void Parse(ReadOnlySpan<byte> list, List<int> children)
    {
        while (Utf8Parser.TryParse(list, out int pid, out var used))
        {
            children.Add(pid);
            list = list[used..].TrimStart((byte)' ');
        }
    }

    private static void Read(int pid, int thread, List<int> children)
    {
        Span<byte> path = stackalloc byte[64];
        Utf8.TryWrite(path, CultureInfo.InvariantCulture, $"/proc/{pid}/task/{thread}/children\0", out _);
        Parse(ProcFile.ReadAll(path, stackalloc byte[1024]), children);
    }

    private static IEnumerable<int> ListThreads(int pid)
    {
        try
        {
            return
            [
                .. new FileSystemEnumerable<int>(
                    $"/proc/{pid}/task",
                    static (ref FileSystemEntry entry) => int.Parse(entry.FileName)
                ),
            ];
        }
        catch (Exception gone)
            when (gone is DirectoryNotFoundException or UnauthorizedAccessException or { HResult: Errno.ESRCH })
        {
            return [];
        }
    }
}
