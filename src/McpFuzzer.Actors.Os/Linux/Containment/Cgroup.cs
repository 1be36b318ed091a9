using System.Globalization;

namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>
/// One of our control groups (v2; docs/hazards.md, 5 and 6): a directory. Members do nothing when the group no longer
/// exists.
/// </summary>
internal sealed class Cgroup(string path)
{
    internal string Path => path;

    /// <summary>Moves a process into the group. False when it has ended, or may not be moved.</summary>
    internal bool TryAdd(int pid) => TryWrite("cgroup.procs", pid.ToString(CultureInfo.InvariantCulture));

    /// <summary>
    /// Kills all processes in the group and below it, even those being forked (cgroup.kill, Linux 5.14).
    /// </summary>
    internal void Kill() => TryWrite("cgroup.kill", "1");

    /// <summary>The living processes in the group and below it. The kernel does not list zombies.</summary>
    internal IReadOnlyList<int> Members()
    {
        if (!IsPopulated())
        {
            return [];
        }

        var members = new List<int>();
        foreach (var directory in Tree().ToArray())
        {
            members.AddRange(
                Read(System.IO.Path.Combine(directory, "cgroup.procs"))
                    .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                    .Select(line => int.Parse(line, CultureInfo.InvariantCulture))
            );
        }

        return members;
    }

    internal bool IsPopulated() =>
        Read(System.IO.Path.Combine(path, "cgroup.events")).Contains("populated 1", StringComparison.Ordinal);

    /// <summary>How long killed processes may take to leave a group.</summary>
    internal static readonly TimeSpan Dying = TimeSpan.FromSeconds(1);

    /// <summary>Removes the group, and retries while a process is left in it.</summary>
#pragma warning disable RS0030 // It waits a second at most, on a thread of the host, when a host or a sweep ends.
    internal bool TryRemove(TimeSpan patience) => SpinWait.SpinUntil(TryRemove, patience);
#pragma warning restore RS0030

    /// <summary>Removes the group and the groups that targets made in it. False while a process is left.</summary>
    internal bool TryRemove()
    {
        foreach (var directory in Tree().Reverse().ToArray())
        {
            try
            {
                Directory.Delete(directory);
            }
            catch (DirectoryNotFoundException)
            {
                // Already gone.
            }
            catch (Exception busy) when (busy is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        }

        return true;
    }

    internal bool TryWrite(string file, string value)
    {
        try
        {
            File.WriteAllText(System.IO.Path.Combine(path, file), value);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    internal string Read(string file)
    {
        try
        {
            return File.ReadAllText(System.IO.Path.Combine(path, file));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    // The group itself, then those below it, each after its parent.
    private IEnumerable<string> Tree()
    {
        string[] below;
        try
        {
            below = Directory.GetDirectories(path, "*", SearchOption.AllDirectories);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            yield break;
        }

        yield return path;
        foreach (var directory in below.Order(StringComparer.Ordinal))
        {
            yield return directory;
        }
    }
}
