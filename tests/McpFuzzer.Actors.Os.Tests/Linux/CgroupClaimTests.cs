using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os.Linux.Containment;
using McpFuzzer.Actors.Os.Posix;
using McpFuzzer.Actors.Os.Tests.Contract;

namespace McpFuzzer.Actors.Os.Tests.Linux;

/// <summary>Which groups are left over, in a plain folder that stands for a hierarchy: every machine has one.</summary>
public sealed class CgroupClaimTests : IDisposable
{
    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("cgroups-");
    private long _nodeId = SetTags.LowestNodeId;

    public void Dispose() => _parent.Delete(recursive: true);

    [Fact]
    public void Should_remove_what_a_killed_node_left_with_the_groups_of_its_targets()
    {
        Make(NextPath());
        Make(Path.Combine(NextPath(), "1"), Path.Combine(NextPath(), "2"), Path.Combine(NextPath(), "2", "below"));

        CgroupClaim.SweepLeftovers(_parent.FullName);

        Assert.Empty(_parent.GetDirectories());
    }

    [Fact]
    public void Should_spare_the_group_when_its_node_is_alive()
    {
        var path = NextPath();
        var claim = CgroupClaim.TryMake(path, out _)!.Value;

        CgroupClaim.SweepLeftovers(_parent.FullName);
        Assert.True(Directory.Exists(path));

        // As the kernel does for a killed node.
        Descriptors.Close(ref claim);
        CgroupClaim.SweepLeftovers(_parent.FullName);
        Assert.False(Directory.Exists(path));
    }

    [Theory]
    [InlineData("mcp-fuzzer-1234567890")]
    [InlineData("mcp-fuzzer-node-")]
    [InlineData("mcp-fuzzer-node-12345")]
    [InlineData("mcp-fuzzer-node-1234567890.scope")]
    [InlineData("mcp-fuzzer-node-12345678901")]
    public void Should_spare_a_group_when_its_owner_is_not_certain(string name)
    {
        Make(Path.Combine(_parent.FullName, name));

        CgroupClaim.SweepLeftovers(_parent.FullName);

        Assert.Equal(name, Assert.Single(_parent.GetDirectories()).Name);
    }

    [Fact]
    public void Should_spare_a_group_when_it_contains_a_process()
    {
        var path = NextPath();
        Make(Path.Combine(path, "1"));
        File.WriteAllText(Path.Combine(path, "cgroup.events"), "populated 1\nfrozen 0\n");

        CgroupClaim.SweepLeftovers(_parent.FullName);

        Assert.True(Directory.Exists(Path.Combine(path, "1")));
    }

    [Fact]
    public void Should_not_wait_forever_when_another_process_holds_the_lock()
    {
        var path = NextPath();
        var first = CgroupClaim.TryMake(path, out _)!.Value;

        Assert.Null(CgroupClaim.TryMake(path, out var reason));

        Assert.Equal($"{path} is locked by another process", reason);
        Descriptors.Close(ref first);
    }

    [Fact]
    public async Task Should_give_a_living_node_its_group_while_others_sweep()
    {
        using var ended = new CancellationTokenSource();
        var sweeping = Task.Run(() =>
        {
            while (!ended.IsCancellationRequested)
            {
                CgroupClaim.SweepLeftovers(_parent.FullName);
            }
        });

        for (var round = 0; round < 300; round++)
        {
            var path = NextPath();
            var claim = CgroupClaim.TryMake(path, out var reason);
            Assert.True(claim is not null, reason);
            Assert.True(Directory.Exists(path));
            Assert.Equal(0, Libc.close(claim.Value));
        }

        await ended.CancelAsync();
        await sweeping.WaitAsync(Recorder.Patience);
    }

    [Fact]
    public void Should_sweep_the_hierarchy_when_a_node_starts()
    {
        if (CgroupRoot.TryCreate(NextNodeId(), out _) is not { } own)
        {
            return;
        }

        var left = CgroupClaim.PathOf(Path.GetDirectoryName(own.Path)!, NextNodeId());
        Make(left);

        var options = new HostOptions { Containment = ContainmentLevel.Group, Subreaper = false };
        using (ContainmentSetup.Choose(options, TimeProvider.System))
        {
            Assert.False(Directory.Exists(left));
        }

        Assert.True(Directory.Exists(own.Path));
        Assert.True(own.TryRemove());
    }

    [Fact]
    public void Should_reject_the_level_at_once_when_targets_have_no_room()
    {
        if (CgroupRoot.TryCreate(NextNodeId(), out _) is not { } own)
        {
            return;
        }

        // Room for the group of the node, and for no group below it.
        File.WriteAllText(Path.Combine(own.Path, "cgroup.max.depth"), "1");

        Assert.Null(CgroupRoot.TryCreate(NextNodeId(), own.Path, out var reason));

        Assert.Contains("cgroup.max.depth", reason, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(own.Path));
        Assert.True(own.TryRemove());
    }

    private long NextNodeId() => Interlocked.Increment(ref _nodeId) + Environment.ProcessId;

    private string NextPath() => CgroupClaim.PathOf(_parent.FullName, NextNodeId());

    private static void Make(params string[] paths)
    {
        foreach (var path in paths)
        {
            Directory.CreateDirectory(path);
        }
    }
}
