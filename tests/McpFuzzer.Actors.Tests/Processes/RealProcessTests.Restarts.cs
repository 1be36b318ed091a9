using System.Diagnostics;
using Akka.Actor;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Tests.Processes;

public sealed partial class RealProcessTests
{
    [Fact]
    [Trait("Hazard", "37")]
    public async Task Should_back_off_longer_each_time_and_give_up_when_a_process_keeps_exiting()
    {
        using var events = Watch();
        var policy = new RestartPolicy
        {
            Mode = RestartMode.Always,
            MinBackoff = TimeSpan.FromMilliseconds(20),
            MaxBackoff = TimeSpan.FromMilliseconds(80),
            RandomFactor = 0,
            MaxRestarts = 4,
        };
        var begun = Stopwatch.GetTimestamp();

        await StartAsync("exit 1", spec => spec with { Restart = policy });

        var published = await TakeUntilAsync<ProcessFailed>(events);
        var restarts = published.OfType<ProcessRestarting>().ToList();
        Assert.Equal([20, 40, 80, 80], restarts.Select(restart => restart.Delay.TotalMilliseconds));
        Assert.True(Stopwatch.GetElapsedTime(begun) >= TimeSpan.FromMilliseconds(220));
        Assert.Equal([1, 2, 3, 4, 5], published.OfType<ProcessStarted>().Select(started => started.Incarnation));
        Assert.All(
            restarts,
            restart => Assert.True(IndexOf<ProcessStopped>(restart.Incarnation) < published.IndexOf(restart))
        );
        Assert.All(
            restarts,
            restart => Assert.True(published.IndexOf(restart) < IndexOf<ProcessStarted>(restart.NextIncarnation))
        );
        Assert.Contains("restarted 4 times within 1m", ((ProcessFailed)published[^1]).Reason, StringComparison.Ordinal);
        var shown = await _node.AskAsync<ProcessSnapshot>(new GetProcess(Key));
        Assert.Equal((ProcessPhase.Failed, 4), (shown.Phase, shown.Restarts));
        Assert.Empty(Marked());

        int IndexOf<TEvent>(int incarnation) =>
            published.FindIndex(what => what is TEvent && what.Incarnation == incarnation);
    }

    [Fact]
    [Trait("Hazard", "37")]
    public async Task Should_leave_nothing_when_a_process_that_restarts_forever_is_stopped()
    {
        var policy = new RestartPolicy
        {
            Mode = RestartMode.Always,
            MinBackoff = TimeSpan.FromMilliseconds(1),
            MaxBackoff = TimeSpan.FromMilliseconds(1),
            MaxRestarts = 1_000_000,
        };
        using var events = Watch();
        await StartAsync("exit 1", spec => spec with { Restart = policy });
        for (var i = 0; i < 10; i++)
        {
            await TakeUntilAsync<ProcessRestarting>(events);
        }

        await _node.AskAsync<ProcessStopped>(new StopProcess(Key, Force: true));

        Assert.Equal(ProcessPhase.Exited, (await _node.AskAsync<ProcessSnapshot>(new GetProcess(Key))).Phase);
        Assert.Empty(Marked());
    }

    private Inbox Watch()
    {
        var inbox = Inbox.Create(_node.System);
        inbox.Send(_node.Manager, new WatchProcesses(Key));
        return inbox;
    }

    /// <summary>The events up to the first of this kind.</summary>
    private static async Task<List<IProcessEvent>> TakeUntilAsync<TEvent>(Inbox events)
    {
        List<IProcessEvent> published = [];
        while (published is [] or [.., not TEvent])
        {
            var next = await events.ReceiveAsync(TimeSpan.FromSeconds(30));
            if (next is IProcessEvent what)
            {
                published.Add(what);
            }
            else
            {
                Assert.IsType<WatchStarted>(next);
            }
        }

        return published;
    }
}
