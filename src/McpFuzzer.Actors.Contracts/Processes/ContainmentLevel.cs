namespace McpFuzzer.Actors.Contracts.Processes;

/// <summary>What the set of a process is made of, and so what "stopped" proves.</summary>
public enum ContainmentLevel
{
    /// <summary>The leader alone is certain; descendants are ended as far as the runtime finds them. The portable host.</summary>
    Leader,

    /// <summary>The process group that the leader was started in.</summary>
    Group,

    /// <summary>The session, and what escaped from it but still carries the node's tags.</summary>
    Session,

    /// <summary>A control group (v2): everything, proven by the kernel.</summary>
    Cgroup,
}
