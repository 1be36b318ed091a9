using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os.Linux.Containment;

namespace McpFuzzer.Actors.Os.Tests.Linux;

[Collection("real processes")]
public sealed class GroupLevelTests() : LinuxProcessHostContract(ContainmentLevel.Group);

[Collection("real processes")]
public sealed class SessionLevelTests() : LinuxProcessHostContract(ContainmentLevel.Session);

/// <summary>
/// Without control groups on the machine, the level below is tested instead. The setup tests prove that the level is
/// rejected.
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
