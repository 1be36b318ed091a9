using System.Globalization;
using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>
/// Ends what earlier nodes left when node and guardian died together. Only a node whose lock can be taken has ended
/// (docs/hazards.md, 26 and 27).
/// </summary>
internal static class LeftoverSweep
{
    private const int CleanScans = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    internal static void Run(string folder, Action<string> onNotice, TimeProvider time)
    {
        foreach (var path in Directory.GetFiles(folder))
        {
            if (
                long.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var nodeId)
                && nodeId is >= SetTags.LowestNodeId and < SetTags.HighestNodeId
            )
            {
                SweepIfOver(path, nodeId, onNotice, time);
            }
        }
    }

    private static void SweepIfOver(string path, long nodeId, Action<string> onNotice, TimeProvider time)
    {
        var file = NodeInstance.TryLock(path);
        if (file == Descriptors.None)
        {
            return;
        }

        try
        {
            // Not written yet: this node is just starting.
            if (NodeInstanceRecord.Read(file) is not { } record)
            {
                return;
            }

            var left = record.Boot == BootId.Read() ? End(nodeId, record.Cgroup, onNotice, time) : [];
            if (left.Count == 0)
            {
                File.Delete(path);
            }
            else
            {
                onNotice($"processes of an earlier node outlived SIGKILL: {string.Join(", ", left)}");
            }
        }
        catch (IOException fault)
        {
            onNotice($"the processes that an earlier node left could not be ended: {fault.Message}");
        }
        finally
        {
            Descriptors.Close(ref file);
        }
    }

    // Members that are still alive.
    private static List<int> End(long nodeId, string? cgroup, Action<string> onNotice, TimeProvider time)
    {
        var group = cgroup is null ? null : CgroupRoot.OfEarlierNode(cgroup);
        var ended = new HashSet<int>();
        var started = time.GetTimestamp();
        for (var clean = 0; clean < CleanScans; )
        {
            ended.UnionWith(group?.Members() ?? []);
            group?.Kill();
            var found = Find(nodeId);
            if (found.Count > 0 && time.GetElapsedTime(started) > Patience)
            {
                return found;
            }

            clean = found.Count == 0 ? clean + 1 : 0;
            found.ForEach(pid => BoundProcess.Kill(pid, stat => IsOf(stat.Pid, nodeId)));
            ended.UnionWith(found);
        }

        group?.TryRemove(Cgroup.Dying);
        if (ended.Count > 0)
        {
            onNotice($"ended {ended.Count} processes that an earlier node had left");
        }

        return [];
    }

    private static List<int> Find(long nodeId)
    {
        var spared = Ancestors();
        return [.. ProcessStat.ListPids().Where(pid => !spared.Contains(pid) && IsOf(pid, nodeId) && IsAlive(pid))];
    }

    private static bool IsOf(int pid, long nodeId) =>
        (SpawnMark.TryRead(pid, out var tags) && tags.NodeId == nodeId)
        || SetTags.FindNumber(Membership.ReadEnvironment(pid), nodeId) > 0;

    private static bool IsAlive(int pid) => ProcessStat.TryRead(pid, out var stat) && stat.IsAlive;

    // This node itself may have been started below an old target.
    private static HashSet<int> Ancestors()
    {
        var spared = new HashSet<int>();
        var pid = Environment.ProcessId;
        while (pid > 0 && spared.Add(pid) && ProcessStat.TryRead(pid, out var stat))
        {
            pid = stat.Parent;
        }

        return spared;
    }
}
