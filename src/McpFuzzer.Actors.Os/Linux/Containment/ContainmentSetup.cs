using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>
/// What a host's containment rests on, chosen once: the strongest level at hand, or the one that is wanted.
/// </summary>
/// <param name="Level">The level.</param>
/// <param name="Life">The life that the tags name.</param>
/// <param name="Cgroup">At the level cgroup.</param>
internal sealed record ContainmentSetup(ContainmentLevel Level, NodeLife Life, CgroupRoot? Cgroup) : IDisposable
{
    /// <summary>Begins a life, after what earlier ones left has been ended.</summary>
    /// <exception cref="ContainmentUnavailableException">The wanted level cannot be had here.</exception>
    internal static ContainmentSetup Choose(HostOptions options, TimeProvider time)
    {
        if (options.Containment == ContainmentLevel.Leader)
        {
            throw new ContainmentUnavailableException(ContainmentLevel.Leader, "it is the portable host's");
        }

        if (options.Subreaper && !Subreaper.TryTurnOn())
        {
            options.OnNotice("this process could not become the reaper of its descendants");
        }

        var reason = "";
        var folder = OperatingSystem.IsWindows()
            ? null
            : StateFolder.TryOpen(options.StateFolder, StateFolder.Lives, out reason);
        if (folder is null)
        {
            options.OnNotice(
                $"no state folder: {reason}; what node and guardian together leave is not swept by the next start"
            );
        }
        else
        {
            LeftoverSweep.Run(folder, options.OnNotice, time);
        }

        CgroupRoot.SweepLeftovers();
        var life = NodeLife.Begin(folder);
        try
        {
            return Choose(options.Containment, life);
        }
        catch
        {
            life.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Cgroup?.TryRemove();
        Life.Dispose();
    }

    private static ContainmentSetup Choose(ContainmentLevel? wanted, NodeLife life)
    {
        var noCgroup = "";
        var cgroup = wanted is null or ContainmentLevel.Cgroup ? CgroupRoot.TryCreate(life.Id, out noCgroup) : null;
        life.Note(cgroup?.Path);
        return (wanted, cgroup) switch
        {
            (_, not null) => new ContainmentSetup(ContainmentLevel.Cgroup, life, cgroup),
            (ContainmentLevel.Cgroup, null) => throw new ContainmentUnavailableException(wanted.Value, noCgroup),
            (ContainmentLevel.Group, _) => new ContainmentSetup(ContainmentLevel.Group, life, null),
            _ => new ContainmentSetup(ContainmentLevel.Session, life, null),
        };
    }
}
