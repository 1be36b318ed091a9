using System.Globalization;
using McpFuzzer.Actors.Os.Files;
using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>
/// The lock (flock(2)) on the folder of a node's control group. The kernel holds it as long as the node's process
/// lives. A group whose lock can be taken is left over. Containers that share the hierarchy see the same lock
/// (docs/hazards.md, 27: two nodes).
/// </summary>
internal static class CgroupClaim
{
    private const string Prefix = "mcp-fuzzer-node-";
    private const int MostTries = 100;

    internal static string PathOf(string parent, long nodeId) =>
        Path.Combine(parent, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{nodeId}"));

    internal static bool IsOurs(string path) =>
        Path.GetFileName(path) is var name
        && name.StartsWith(Prefix, StringComparison.Ordinal)
        && long.TryParse(name[Prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var nodeId)
        && nodeId is >= SetTags.LowestNodeId and < SetTags.HighestNodeId;

    /// <summary>Makes a group and locks it. Null, with the reason, when that fails.</summary>
    internal static int? TryMake(string path, out string reason)
    {
        reason = $"{path} is locked by another process";
        for (var tries = 0; tries < MostTries; tries++)
        {
            try
            {
                Directory.CreateDirectory(path);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                reason = $"a control group cannot be made in {Path.GetDirectoryName(path)}: {failure.Message}";
                return null;
            }

            var claim = TryLock(path);
            if (claim != Descriptors.None && Directory.Exists(path))
            {
                reason = "";
                return claim;
            }

            // A sweep took the new group for a leftover before it was locked.
            Descriptors.Close(ref claim);
#pragma warning disable RS0030 // The kernel reports no event when the sweep lets go; the thread is the host's own.
            Thread.Sleep(1);
#pragma warning restore RS0030
        }

        return null;
    }

    /// <summary>Removes the empty groups that this user's killed nodes left below a group.</summary>
    internal static void SweepLeftovers(string parent)
    {
        foreach (var path in LeftBelow(parent))
        {
            var claim = TryLock(path);
            var group = new Cgroup(path);
            if (claim != Descriptors.None && !group.IsPopulated())
            {
                group.TryRemove();
            }

            Descriptors.Close(ref claim);
        }
    }

    private static List<string> LeftBelow(string parent)
    {
        try
        {
            return
            [
                .. Directory
                    .EnumerateDirectories(parent, $"{Prefix}*")
                    .Where(path => IsOurs(path) && FileOwner.Of(path)?.User == FileOwner.Self),
            ];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static int TryLock(string path)
    {
        var folder = Libc.open(path, Libc.O_CLOEXEC | Libc.O_NOFOLLOW);
        if (folder >= 0 && Libc.flock(folder, Libc.LOCK_EX | Libc.LOCK_NB) != 0)
        {
            Descriptors.Close(ref folder);
        }

        return folder < 0 ? Descriptors.None : folder;
    }
}
