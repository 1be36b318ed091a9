using System.Globalization;
using System.Text;
using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>
/// One run of a node (docs/hazards.md, 26 and 27): a random id, and a file of that name in the state folder. The file
/// is locked (flock(2)) as long as the process lives. A node that can take the lock knows that the other has ended, and
/// may end what it left.
/// </summary>
internal sealed class NodeInstance : IDisposable
{
    private const int PrivateFile = 0x180; // 0600

    private int _file;

    private NodeInstance(long id, string? path, int file)
    {
        Id = id;
        FilePath = path;
        _file = file;
    }

    internal long Id { get; }

    /// <summary>Null without a state folder.</summary>
    internal string? FilePath { get; }

    /// <summary>Begins an instance. A null folder leaves nothing for the next start.</summary>
    internal static NodeInstance Begin(string? folder)
    {
        while (true)
        {
            var id = NewId();
            if (folder is null)
            {
                return new NodeInstance(id, path: null, Descriptors.None);
            }

            var path = Path.Combine(folder, id.ToString(CultureInfo.InvariantCulture));
            var file = TryLock(path, Libc.O_CREAT);
            if (file == Descriptors.None)
            {
                return new NodeInstance(id, path: null, Descriptors.None);
            }

            // A sweep may have taken the new file for an old one.
            if (File.Exists(path))
            {
                return new NodeInstance(id, path, file);
            }

            Descriptors.Close(ref file);
        }
    }

    /// <summary>Records what the next start needs beside the id.</summary>
    internal void Note(string? cgroup) =>
        NodeInstanceRecord.Write(_file, new NodeInstanceRecord(BootId.Read(), cgroup));

    /// <summary>The descriptor of a locked file. None when another instance holds it, or it cannot be opened.</summary>
    internal static int TryLock(string path, int flags = 0)
    {
        var file = Libc.open(path, Libc.O_RDWR | Libc.O_CLOEXEC | Libc.O_NOFOLLOW | flags, PrivateFile);
        if (file >= 0 && Libc.flock(file, Libc.LOCK_EX | Libc.LOCK_NB) != 0)
        {
            Descriptors.Close(ref file);
        }

        return file < 0 ? Descriptors.None : file;
    }

    /// <summary>Ends the instance when no target is left.</summary>
    public void Dispose()
    {
        if (FilePath is not null && _file != Descriptors.None)
        {
            File.Delete(FilePath);
        }

        Descriptors.Close(ref _file);
    }

    private static long NewId() => Random.Shared.NextInt64(SetTags.LowestNodeId, SetTags.HighestNodeId);
}

/// <summary>The content of an instance's file.</summary>
/// <param name="Boot">The boot of the machine. A different boot has ended every process.</param>
/// <param name="Cgroup">The control group, at that level.</param>
internal sealed record NodeInstanceRecord(string Boot, string? Cgroup)
{
    // A boot id and a path.
    private const int LongestRecord = 8192;

    internal static unsafe void Write(int file, NodeInstanceRecord record)
    {
        if (file == Descriptors.None)
        {
            return;
        }

        var bytes = Encoding.UTF8.GetBytes($"{record.Boot}\n{record.Cgroup}\n");
        fixed (byte* start = bytes)
        {
            _ = Libc.write(file, start, (nuint)bytes.Length);
        }
    }

    /// <summary>Null when the file is not written yet.</summary>
    internal static unsafe NodeInstanceRecord? Read(int file)
    {
        var bytes = stackalloc byte[LongestRecord];
        var count = (int)Libc.pread(file, bytes, LongestRecord, 0);
        var lines = Encoding.UTF8.GetString(bytes, Math.Max(count, 0)).Split('\n');
        return lines is [{ Length: > 0 } boot, var cgroup, ..]
            ? new NodeInstanceRecord(boot, cgroup.Length > 0 ? cgroup : null)
            : null;
    }
}

/// <summary>The random id of the machine's current boot (proc_sys_kernel(5)).</summary>
internal static class BootId
{
    internal static string Read() => File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
}
