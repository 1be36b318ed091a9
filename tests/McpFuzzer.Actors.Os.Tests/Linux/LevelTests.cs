using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os.Linux.Containment;

namespace McpFuzzer.Actors.Os.Tests.Linux;

[Collection("real processes")]
public sealed class GroupLevelTests() : LinuxProcessHostContract(ContainmentLevel.Group);

[Collection("real processes")]
public sealed class SessionLevelTests() : LinuxProcessHostContract(ContainmentLevel.Session);

/// <summary>
/// Where the machine has no control groups for us, the level below stands in, and the setup tests prove its refusal.
/// </summary>
[Collection("real processes")]
public sealed class CgroupLevelTests() : LinuxProcessHostContract(Strongest)
{
    internal static ContainmentLevel Strongest { get; } = Probe();

    private static ContainmentLevel Probe()
    {
        var root = CgroupRoot.TryCreate(SetTags.LowestNodeId, out _);
        root?.TryRemove();
        return root is null ? ContainmentLevel.Session : ContainmentLevel.Cgroup;
    }
}
