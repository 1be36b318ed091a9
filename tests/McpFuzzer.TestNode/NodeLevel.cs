using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os.Linux.Containment;

namespace McpFuzzer.TestNode;

/// <summary>How a node of the tests keeps its processes, the strongest last.</summary>
public enum NodeLevel
{
    /// <summary>The portable host.</summary>
    Portable,

    /// <summary>The process group.</summary>
    Group,

    /// <summary>The session and the tags, in a process that adopts nobody.</summary>
    SessionAlone,

    /// <summary>The session and the tags, in a process that is the reaper of its descendants, as <c>mcpfuzzer</c> is.</summary>
    Session,

    /// <summary>Control groups.</summary>
    Cgroup,
}

/// <summary>What the levels come to.</summary>
public static class NodeLevels
{
    private static readonly Lazy<bool> CgroupHere = new(ProbeCgroup);

    /// <summary>All that this machine can carry.</summary>
    public static IReadOnlyList<NodeLevel> Here { get; } = [.. Enum.GetValues<NodeLevel>().Where(IsHere)];

    /// <summary>The strongest that this machine can carry.</summary>
    public static NodeLevel Strongest => Here[^1];

    /// <summary>Whether this machine can carry it.</summary>
    public static bool IsHere(NodeLevel level) => level != NodeLevel.Cgroup || CgroupHere.Value;

    /// <summary>The level as the protocol names it.</summary>
    public static ContainmentLevel Containment(this NodeLevel level) =>
        level switch
        {
            NodeLevel.Cgroup => ContainmentLevel.Cgroup,
            NodeLevel.Session or NodeLevel.SessionAlone => ContainmentLevel.Session,
            NodeLevel.Group => ContainmentLevel.Group,
            _ => ContainmentLevel.Leader,
        };

    /// <summary>Whether the node adopts its orphaned descendants.</summary>
    public static bool IsSubreaper(this NodeLevel level) => level is not (NodeLevel.SessionAlone or NodeLevel.Portable);

    private static bool ProbeCgroup()
    {
        var root = CgroupRoot.TryCreate(SetTags.LowestNodeId, out _);
        root?.TryRemove();
        return root is not null;
    }
}
