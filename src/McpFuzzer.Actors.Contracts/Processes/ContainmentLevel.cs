namespace McpFuzzer.Actors.Contracts.Processes;

/// <summary>The level of containment, which decides what "stopped" proves.</summary>
public enum ContainmentLevel
{
    /// <summary>
    /// Only the leader is certain; descendants are ended as far as the runtime finds them. The portable host.
    /// </summary>
    Leader,

    /// <summary>The process group that the leader was started in.</summary>
    Group,

    /// <summary>The session, and escaped processes that still carry the node's tags.</summary>
    Session,

    /// <summary>A control group (v2): every process, proven by the kernel.</summary>
    Cgroup,
}
