using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os.Files;

namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>
/// The basis of a host's containment, chosen once (docs/hazards.md, 4 to 6): the strongest available level, or the
/// requested one.
/// </summary>
/// <param name="Level">The level.</param>
/// <param name="Instance">The node instance that the tags name.</param>
/// <param name="Cgroup">The control group, at that level.</param>
internal sealed record ContainmentSetup(ContainmentLevel Level, NodeInstance Instance, CgroupRoot? Cgroup) : IDisposable
{
    /// <summary>Ends what earlier nodes left, then begins a node instance.</summary>
    /// <exception cref="ContainmentUnavailableException">The requested level is not available.</exception>
    internal static ContainmentSetup Choose(HostOptions options, TimeProvider time)
    {
        if (options.Containment == ContainmentLevel.Leader)
        {
            throw new ContainmentUnavailableException(ContainmentLevel.Leader, "only the portable host provides it");
        }

        if (options.Subreaper && !Subreaper.TryTurnOn())
        {
            options.OnNotice("this process could not become the subreaper of its descendants");
        }

        var reason = "";
        var folder = OperatingSystem.IsWindows()
            ? null
            : StateFolder.TryOpen(options.StateFolder, StateFolder.Nodes, out reason);
        if (folder is null)
        {
            options.OnNotice($"no state folder: {reason}; targets outlive a node and a guardian that die together");
        }
        else
        {
            LeftoverSweep.Run(folder, options.OnNotice, time);
        }

        CgroupRoot.SweepLeftovers();
        var instance = NodeInstance.Begin(folder);
        try
        {
            return Choose(options.Containment, instance);
        }
        catch
        {
            instance.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Cgroup?.TryRemove();
        Instance.Dispose();
    }

    private static ContainmentSetup Choose(ContainmentLevel? wanted, NodeInstance instance)
    {
        var noCgroup = "";
        var cgroup = wanted is null or ContainmentLevel.Cgroup ? CgroupRoot.TryCreate(instance.Id, out noCgroup) : null;
        instance.Note(cgroup?.Path);
        return (wanted, cgroup) switch
        {
            (_, not null) => new ContainmentSetup(ContainmentLevel.Cgroup, instance, cgroup),
            (ContainmentLevel.Cgroup, null) => throw new ContainmentUnavailableException(wanted.Value, noCgroup),
            (ContainmentLevel.Group, _) => new ContainmentSetup(ContainmentLevel.Group, instance, null),
            _ => new ContainmentSetup(ContainmentLevel.Session, instance, null),
        };
    }
}
