using System.Globalization;
using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>
/// The control group of one host's life, and below it one for each of its targets. Made below the node's own group,
/// wherever the version 2 hierarchy is mounted: in a hybrid layout that is not <c>/sys/fs/cgroup</c> itself, and a
/// tmpfs there takes a directory without a word. What counts is that a group that we made has <c>cgroup.kill</c>.
/// </summary>
internal sealed class CgroupRoot
{
    private readonly Cgroup _group;
    private int _claim;

    private CgroupRoot(Cgroup group, int claim, IReadOnlyList<string> controllers)
    {
        _group = group;
        _claim = claim;
        Controllers = controllers;
    }

    internal string Path => _group.Path;

    /// <summary>Which of <c>memory</c> and <c>pids</c> the targets' groups have.</summary>
    internal IReadOnlyList<string> Controllers { get; }

    /// <summary>Null, with the reason, where there is no hierarchy, or no group can be made in it.</summary>
    internal static CgroupRoot? TryCreate(long nodeId, out string reason)
    {
        if (FindOwnGroup() is not { } own)
        {
            reason = "no cgroup v2 hierarchy with this process in it is mounted";
            return null;
        }

        return TryCreate(nodeId, own, out reason);
    }

    /// <summary>The same below a given group.</summary>
    internal static CgroupRoot? TryCreate(long nodeId, string own, out string reason)
    {
        var path = CgroupClaim.PathOf(own, nodeId);
        if (CgroupClaim.TryMake(path, out reason) is not { } claim)
        {
            return null;
        }

        var group = new Cgroup(path);
        if (!File.Exists(System.IO.Path.Combine(path, "cgroup.kill")))
        {
            group.TryRemove();
            Descriptors.Close(ref claim);
            reason = $"{own} has no cgroup.kill (Linux 5.14)";
            return null;
        }

        var root = new CgroupRoot(group, claim, Delegate(new Cgroup(own), group));
        if (root.TryAdd(0)?.TryRemove() != true)
        {
            root.TryRemove();
            reason = $"no control group can be made below {path} (cgroup.max.depth, cgroup.max.descendants)";
            return null;
        }

        return root;
    }

    /// <summary>
    /// Removes what killed nodes have left beside the group that this process would make, whatever its level.
    /// </summary>
    internal static void SweepLeftovers()
    {
        if (FindOwnGroup() is { } own)
        {
            CgroupClaim.SweepLeftovers(own);
        }
    }

    /// <summary>The group of an earlier life.</summary>
    internal static Cgroup? OfEarlierNode(string path) =>
        CgroupClaim.IsOurs(path) && File.Exists(System.IO.Path.Combine(path, "cgroup.kill")) ? new Cgroup(path) : null;

    /// <summary>A group for one target; null when it cannot be made.</summary>
    internal Cgroup? TryAdd(long number)
    {
        var path = System.IO.Path.Combine(Path, number.ToString(CultureInfo.InvariantCulture));
        try
        {
            Directory.CreateDirectory(path);
            return new Cgroup(path);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Removes it when those who are just dying have left it; false when others stay.</summary>
    internal bool TryRemove()
    {
        var removed = _group.TryRemove(Cgroup.Dying);
        Descriptors.Close(ref _claim);
        return removed;
    }

    // Hands the controllers down where they are at hand; a group with processes in it, as the node's own, may refuse
    // (the rule of no internal processes).
    private static List<string> Delegate(Cgroup own, Cgroup group)
    {
        foreach (var controller in (string[])["memory", "pids"])
        {
            own.TryWrite("cgroup.subtree_control", $"+{controller}");
            group.TryWrite("cgroup.subtree_control", $"+{controller}");
        }

        return [.. group.Read("cgroup.subtree_control").Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)];
    }

    // proc_pid_mountinfo(5): … root mount-point … - type source options; /proc/self/cgroup: 0::/path.
    private static string? FindOwnGroup()
    {
        try
        {
            var own = File.ReadLines("/proc/self/cgroup")
                .FirstOrDefault(line => line.StartsWith("0::", StringComparison.Ordinal))
                ?[3..];
            return own is null
                ? null
                : File.ReadLines("/proc/self/mountinfo")
                    .Select(line => line.Split(' '))
                    .Where(fields => fields[Array.IndexOf(fields, "-") + 1] == "cgroup2")
                    .Select(fields => Below(fields[4], fields[3], own))
                    .FirstOrDefault(path => path is not null && Directory.Exists(path));
        }
        catch (IOException)
        {
            return null;
        }
    }

    // The mount may show a part of the hierarchy only.
    private static string? Below(string mount, string root, string own) =>
        root == "/" ? mount + own.TrimEnd('/')
        : own == root || own.StartsWith(root + "/", StringComparison.Ordinal) ? mount + own[root.Length..]
        : null;
}
