using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os.Linux.Containment;

namespace McpFuzzer.TestNode;

/// <summary>The containment of a test node, the strongest level last.</summary>
public enum NodeLevel
{
    /// <summary>The portable host.</summary>
    Portable,

    /// <summary>The process group.</summary>
    Group,

    /// <summary>The session and the tags, in a process that is not a subreaper.</summary>
    SessionAlone,

    /// <summary>The session and the tags, in a process that is a subreaper, as <c>mcpfuzzer</c> is.</summary>
    Session,

    /// <summary>Control groups.</summary>
    Cgroup,
}

/// <summary>The levels on this machine.</summary>
public static class NodeLevels
{
    private static readonly Lazy<bool> CgroupHere = new(ProbeCgroup);

    /// <summary>The levels that this machine supports.</summary>
    public static IReadOnlyList<NodeLevel> Here { get; } = [.. Enum.GetValues<NodeLevel>().Where(IsHere)];

    /// <summary>The strongest level that this machine supports.</summary>
    public static NodeLevel Strongest => Here[^1];

    /// <summary>Returns whether this machine supports the level.</summary>
    public static bool IsHere(NodeLevel level) => level != NodeLevel.Cgroup || CgroupHere.Value;

    /// <summary>Returns the level's name in the protocol.</summary>
    public static ContainmentLevel Containment(this NodeLevel level) =>
        level switch
        {
            NodeLevel.Cgroup => ContainmentLevel.Cgroup,
            NodeLevel.Session or NodeLevel.SessionAlone => ContainmentLevel.Session,
            NodeLevel.Group => ContainmentLevel.Group,
            _ => ContainmentLevel.Leader,
        };

    /// <summary>Returns whether the node adopts its orphaned descendants.</summary>
    public static bool IsSubreaper(this NodeLevel level) => level is not (NodeLevel.SessionAlone or NodeLevel.Portable);

    private static bool ProbeCgroup()
    {
        var root = CgroupRoot.TryCreate(SetTags.LowestNodeId, out _);
        root?.TryRemove();
        return root is not null;
    }
}
