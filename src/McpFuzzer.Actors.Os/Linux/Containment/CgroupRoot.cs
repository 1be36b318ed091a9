using System.Globalization;
using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>
/// The control group of one node, with one group below it for each target (docs/hazards.md, 5 and 6). It is made below
/// the node's own group, wherever the version 2 hierarchy is mounted. In a hybrid layout that is not
/// <c>/sys/fs/cgroup</c>, where a tmpfs accepts directories without an error. A group that we made counts only when it
/// has <c>cgroup.kill</c>.
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

    /// <summary>Which of the controllers <c>memory</c> and <c>pids</c> the targets' groups have.</summary>
    internal IReadOnlyList<string> Controllers { get; }

    /// <summary>Null, with the reason, when the hierarchy is missing, or a group cannot be made in it.</summary>
    internal static CgroupRoot? TryCreate(long nodeId, out string reason)
    {
        if (FindOwnGroup() is not { } own)
        {
            reason = "no mounted cgroup v2 hierarchy contains this process";
            return null;
        }

        return TryCreate(nodeId, own, out reason);
    }

    /// <summary>As above, below a given group.</summary>
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
            reason = $"a control group cannot be made below {path} (cgroup.max.depth, cgroup.max.descendants)";
            return null;
        }

        return root;
    }

    /// <summary>Removes what killed nodes left beside the group that this process would make, at any level.</summary>
    internal static void SweepLeftovers()
    {
        if (FindOwnGroup() is { } own)
        {
            CgroupClaim.SweepLeftovers(own);
        }
    }

    /// <summary>The group of an earlier node.</summary>
    internal static Cgroup? OfEarlierNode(string path) =>
        CgroupClaim.IsOurs(path) && File.Exists(System.IO.Path.Combine(path, "cgroup.kill")) ? new Cgroup(path) : null;

    /// <summary>Makes a group for one target. Null when that fails.</summary>
    internal Cgroup? TryAdd(long number)
    {
        var path = System.IO.Path.Combine(Path, number.ToString(CultureInfo.InvariantCulture));
        try
        {
            Directory.CreateDirectory(path);
            return new Cgroup(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Removes a target's group when its dying processes have left it. False when others stay.</summary>
    internal bool TryRemove()
    {
        var removed = _group.TryRemove(Cgroup.Dying);
        Descriptors.Close(ref _claim);
        return removed;
    }

    // Passes available controllers down. A group that contains processes, such as the node's, may refuse that (the
    // rule of no internal processes).
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

    // The mount may show only a part of the hierarchy.
    private static string? Below(string mount, string root, string own) =>
        root == "/" ? mount + own.TrimEnd('/')
        : own == root || own.StartsWith(root + "/", StringComparison.Ordinal) ? mount + own[root.Length..]
        : null;
}
