using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Mcp.Targets;
using McpFuzzer.Actors.Mcp.Tests.Fakes;

namespace McpFuzzer.Actors.Mcp.Tests.Targets;

public sealed class TargetProcessTests : TestKit
{
    private static readonly ProcessKey Key = new("target");
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(30);

    private readonly VirtualTime _time = new();
    private readonly TestProbe _manager;

    public TargetProcessTests() => _manager = CreateTestProbe();

    /// <summary>The ladder of the node may take three hours. No spec shows it.</summary>
    [Fact]
    public async Task Should_wait_for_the_end_when_the_ladder_of_the_node_is_longer_than_the_default()
    {
        var stopping = StopAsync();
        await _manager.ExpectMsgAsync<StopProcess>();
        var caller = _manager.LastSender;
        for (var turn = 0; turn < 5; turn++)
        {
            await _time.PassAsync(Turn);
            await _manager.ExpectMsgAsync<GetProcess>();
            _manager.Reply(new CommandRejected(RejectReason.NotFound, "any answer is a sign of life"));
            Assert.Equal(1, (await _manager.ExpectMsgAsync<StopProcess>()).Incarnation);
        }

        Assert.False(stopping.IsCompleted);
        var stopped = Stopped();
        caller.Tell(stopped);

        Assert.Equal(stopped, await stopping);
    }

    [Fact]
    public async Task Should_report_the_target_lost_when_the_manager_answers_nothing()
    {
        var stopping = StopAsync();
        await _manager.ExpectMsgAsync<StopProcess>();

        await _time.PassAsync(Turn);
        await _manager.ExpectMsgAsync<GetProcess>();
        await _time.PassAsync(Turn);

        var lost = Assert.IsType<ProcessLost>(await stopping);
        Assert.Contains("did not answer StopProcess within 1m", lost.Detail, StringComparison.Ordinal);
    }

    private Task<IStopReply> StopAsync() => TargetProcess.StopAsync(_manager, Key, incarnation: 1, time: _time);

    private static ProcessStopped Stopped() =>
        new(
            Key,
            1,
            new ProcessExit.Code(0),
            ExitCause.Requested,
            Escalated: false,
            SurvivorsKilled: 0,
            OutputTail.Empty,
            OutputTail.Empty
        );
}
