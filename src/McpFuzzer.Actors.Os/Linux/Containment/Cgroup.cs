using System.Globalization;

namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>One control group (v2) of ours: a directory. Each member does nothing when the group is gone.</summary>
internal sealed class Cgroup(string path)
{
    internal string Path => path;

    /// <summary>Moves a process in; false when it is gone, or not ours to move.</summary>
    internal bool TryAdd(int pid) => TryWrite("cgroup.procs", pid.ToString(CultureInfo.InvariantCulture));

    /// <summary>SIGKILL to all in it and below, those being forked included (cgroup.kill, Linux 5.14).</summary>
    internal void Kill() => TryWrite("cgroup.kill", "1");

    /// <summary>The living in it and below; zombies are not listed.</summary>
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

    /// <summary>How long those who were killed may take to leave a group.</summary>
    internal static readonly TimeSpan Dying = TimeSpan.FromSeconds(1);

    /// <summary>The same, tried again while somebody is left.</summary>
    internal bool TryRemove(TimeSpan patience) => SpinWait.SpinUntil(TryRemove, patience);

    /// <summary>Removes it with the groups that targets made in it; false while anybody is left.</summary>
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
                // Gone already.
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
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
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

    // Itself, then those below, each behind its parent.
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
