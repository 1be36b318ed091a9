using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Hazards.Tests.House;
using McpFuzzer.TestNode;

namespace McpFuzzer.Actors.Hazards.Tests.Starts;

/// <summary>Starts that are overtaken.</summary>
public sealed class OvertakenStartHazards : HazardTest
{
    private const int Rounds = 50;

    [Theory]
    [At]
    [Trait("Hazard", "29")]
    public async Task Should_leave_nothing_and_reply_to_both_when_a_stop_overtakes_a_start(NodeLevel level)
    {
        var node = await NodeAsync(level);
        var log = await node.WatchAsync();
        var started = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var start = node.AskAsync<IStartReply>(new StartProcess(node.Shell("sleep 1000"), HazardNode.Key));
            Thread.SpinWait(round * 1000);
            var stop = node.AskAsync<IStopReply>(new StopProcess(HazardNode.Key, Force: true));

            var (reply, outcome) = (await start, await stop);

            started += reply is ProcessStarted ? 1 : 0;
            Assert.True(
                (reply, outcome)
                    is
                        (ProcessStarted, ProcessStopped)
                        or
                        (
                            CommandRejected { Reason: RejectReason.NotRunning },
                            CommandRejected { Reason: RejectReason.NotRunning }
                        ),
                $"{reply} {outcome}"
            );
        }

        AssertNoneLeft(level != NodeLevel.Portable);
        Assert.Equal((started, started), (log.Of<ProcessStarted>().Count(), log.Of<ProcessExited>().Count()));
    }

    [Theory]
    [At]
    [Trait("Hazard", "29")]
    [Trait("Hazard", "32")]
    public async Task Should_leave_nothing_and_reply_to_all_when_a_shutdown_overtakes_starts(NodeLevel level)
    {
        var node = await NodeAsync(level);
        var starts = Enumerable
            .Range(0, Rounds)
            .Select(_ => node.AskAsync<IStartReply>(new StartProcess(node.Shell("exec sleep 1000"))))
            .ToList();

        var stopped = await node.AskAsync<ManagerStopped>(new ShutdownManager());
        var replies = await Task.WhenAll(starts);

        Assert.All(
            replies,
            reply => Assert.True(reply is ProcessStarted or CommandRejected { Reason: RejectReason.ShuttingDown })
        );
        Assert.Equal(Rounds, stopped.Outcomes.Count);
        Assert.Equal(
            RejectReason.ShuttingDown,
            (await node.AskAsync<CommandRejected>(new StartProcess(node.Shell("true")))).Reason
        );
        AssertNoneLeft(promised: true);
    }
}
