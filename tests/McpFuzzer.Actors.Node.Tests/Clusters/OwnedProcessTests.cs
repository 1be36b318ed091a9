using Akka.Actor;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Node.Tests.EndToEnd;

namespace McpFuzzer.Actors.Node.Tests.Clusters;

/// <summary>A process on a node lives no longer than the program that owns it, in the cluster or outside.</summary>
[Collection(EndToEndGroup.Name)]
public sealed class OwnedProcessTests : IAsyncLifetime
{
    private readonly ClusterGround _ground = new();
    private ClusterProcess _node = null!;
    private FuzzingMember _observer = null!;
    private Inbox _events = null!;

    public async Task InitializeAsync()
    {
        _node = await _ground.StartAsync();
        _observer = await FuzzingMember.JoinAsync(_ground, _node.Address);
        _events = Inbox.Create(_observer.System);
        (await _observer.RuntimeOfAsync(_node.Address)).Manager.Tell(new WatchProcesses(), _events.Receiver);
        await EventAsync<WatchStarted>();
    }

    public async Task DisposeAsync()
    {
        await _observer.DisposeAsync();
        _ground.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Should_stop_the_process_and_log_a_warning_when_its_owner_is_killed(bool isMember)
    {
        var owner = await _ground.StartOwnerAsync(isMember, _node);

        owner.Process.Kill();

        await AssertStoppedAsync();
        var (code, log) = await _node.TerminateAsync();
        Assert.Equal(0, code);
        Assert.Contains("mcpfuzzer: warning: ", log, StringComparison.Ordinal);
        _ground.AssertNothingIsLeft();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Should_stop_the_process_and_log_no_error_when_its_owner_leaves_in_order(bool isMember)
    {
        var owner = await _ground.StartOwnerAsync(isMember, _node);

        owner.Process.StandardInput.Close();

        await AssertStoppedAsync();
        Assert.Equal((0, ""), await owner.EndAsync());
        Assert.DoesNotContain("[ERROR]", await owner.Output.ReadToEndAsync(), StringComparison.Ordinal);
        var (code, log) = await _node.TerminateAsync();
        Assert.Equal(0, code);
        Assert.DoesNotContain("mcpfuzzer: error", log, StringComparison.Ordinal);
        _ground.AssertNothingIsLeft();
    }

    private async Task AssertStoppedAsync()
    {
        Assert.Equal(ExitCause.Requested, (await EventAsync<ProcessExited>()).Cause);
        await EventAsync<ProcessStopped>();
    }

    private async Task<T> EventAsync<T>()
    {
        while (true)
        {
            if (await _events.ReceiveAsync(FuzzingMember.Patience) is T found)
            {
                return found;
            }
        }
    }
}
