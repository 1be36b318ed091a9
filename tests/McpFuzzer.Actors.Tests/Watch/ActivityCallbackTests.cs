using System.Diagnostics;
using Akka.Actor;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Watch;
using McpFuzzer.Actors.Tests.Processes;
using McpFuzzer.Actors.Watch;

namespace McpFuzzer.Actors.Tests.Watch;

/// <summary>The actor of a process with an activity callback, checked by a probe that acts as the watchdog.</summary>
public sealed class ActivityCallbackTests : ManagerSpec
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Should_reply_with_the_time_of_the_callback_when_it_is_the_latest()
    {
        var active = 0L;
        var watch = await StartAsync(() => ActivityTime.FromTimestamp(active));
        Clock.Advance(10 * Second);
        active = Time.GetTimestamp();
        Clock.Advance(Second);

        Assert.Equal(active, await LastActivityAsync(watch));

        var snapshot = await SettleAsync();
        Assert.Equal((ActivitySources.Callback, Second), (snapshot.LastActivityBy, snapshot.IdleFor));
        Assert.Null(snapshot.CallbackFault);
    }

    [Fact]
    public async Task Should_reply_with_the_latest_of_callback_update_and_output()
    {
        var active = Time.GetTimestamp();
        var watch = await StartAsync(() => ActivityTime.FromTimestamp(active));
        var process = await Host.NextAsync();
        Clock.Advance(Second);
        Manager.Tell(new UpdateActivity(Key));
        await SettleAsync();
        Assert.Equal(Time.GetTimestamp(), await LastActivityAsync(watch));

        Clock.Advance(Second);
        active = Time.GetTimestamp();
        Assert.Equal(active, await LastActivityAsync(watch));

        Clock.Advance(Second);
        process.Writes(Time.GetTimestamp());
        Assert.Equal(Time.GetTimestamp(), await LastActivityAsync(watch));
        Assert.Equal(ActivitySources.Output, (await SettleAsync()).LastActivityBy);
    }

    [Fact]
    public async Task Should_count_only_the_callback_when_no_other_source_is_enabled()
    {
        var started = Time.GetTimestamp();
        var watch = await StartAsync(
            () => ActivityTime.FromTimestamp(started),
            Spec with
            {
                ActivitySource = ActivitySources.None,
            }
        );
        Clock.Advance(Second);
        (await Host.NextAsync()).Writes(Time.GetTimestamp());
        Manager.Tell(new UpdateActivity(Key));

        Assert.Equal(started, await LastActivityAsync(watch));
    }

    [Fact]
    public async Task Should_convert_a_wall_clock_time_to_its_age()
    {
        var watch = await StartAsync(() => Time.GetUtcNow() - Second);
        Clock.Advance(10 * Second);

        Assert.Equal(Time.GetTimestamp() - Second.Ticks, await LastActivityAsync(watch));
    }

    [Fact]
    public async Task Should_call_the_callback_for_each_incarnation()
    {
        var asked = 0;
        var restarted = Spec with
        {
            Restart = new RestartPolicy { Mode = RestartMode.Always, MinBackoff = Second },
        };
        var first = await StartAsync(
            () =>
            {
                asked++;
                return ActivityTime.FromTimestamp(Time.GetTimestamp());
            },
            restarted
        );
        await LastActivityAsync(first);
        var watcher = await WatcherAsync();
        (await Host.NextAsync()).Exit(Zero);
        await watcher.FishForMessageAsync(message => message is ProcessRestarting);
        Clock.Advance(60 * Second);

        var second = await NextWatchAsync();
        Clock.Advance(Second);

        Assert.Equal(2, second.Incarnation);
        Assert.Equal(Time.GetTimestamp(), await LastActivityAsync(second));
        Assert.Equal(2, asked);
    }

    [Fact]
    [Trait("Hazard", "34")]
    public async Task Should_reply_without_a_callback_that_throws_and_report_it_once()
    {
        var watch = await StartAsync(() => throw new InvalidOperationException("a caller's own fault"));
        var started = Time.GetTimestamp();
        Clock.Advance(Second);

        Check(watch);
        await Watchdog.ExpectMsgAsync(new WatchdogProtocol.CallbackReported(Key));
        Assert.Equal(started, await ReadActivityAsync(watch));
        Assert.Equal(started, await LastActivityAsync(watch));
        Assert.Equal(started, await LastActivityAsync(watch));

        Assert.Equal(CallbackFault.Threw, (await SettleAsync()).CallbackFault);
        Assert.False(Watchdog.HasMessages);
    }

    public static TheoryData<string, CallbackFault> Nonsense =>
        new()
        {
            { "nothing", CallbackFault.NoMoment },
            { "zero", CallbackFault.NoMoment },
            { "negative", CallbackFault.NoMoment },
            { "the least timestamp", CallbackFault.NoMoment },
            { "the first moment", CallbackFault.NoMoment },
            { "the future", CallbackFault.Future },
            { "the future by the wall clock", CallbackFault.Future },
            { "the last moment", CallbackFault.Future },
            { "the greatest timestamp", CallbackFault.Future },
        };

    [Theory]
    [Trait("Hazard", "34")]
    [MemberData(nameof(Nonsense))]
    public async Task Should_reply_without_an_impossible_time_and_report_it_once(string what, CallbackFault fault)
    {
        var watch = await StartAsync(() =>
            what switch
            {
                "nothing" => default,
                "zero" => ActivityTime.FromTimestamp(0),
                "negative" => ActivityTime.FromTimestamp(-1),
                "the least timestamp" => ActivityTime.FromTimestamp(long.MinValue),
                "the first moment" => DateTimeOffset.MinValue,
                "the future" => ActivityTime.FromTimestamp(Time.GetTimestamp() + 1),
                "the future by the wall clock" => Time.GetUtcNow() + Second,
                "the last moment" => DateTimeOffset.MaxValue,
                _ => ActivityTime.FromTimestamp(long.MaxValue),
            }
        );
        var started = Time.GetTimestamp();
        Clock.Advance(Second);

        Check(watch);
        await Watchdog.ExpectMsgAsync(new WatchdogProtocol.CallbackReported(Key));
        Assert.Equal(started, await ReadActivityAsync(watch));
        Assert.Equal(started, await LastActivityAsync(watch));

        Assert.Equal(fault, (await SettleAsync()).CallbackFault);
        Assert.False(Watchdog.HasMessages);
    }

    [Fact]
    [Trait("Hazard", "34")]
    public async Task Should_answer_without_a_callback_that_hangs_report_it_once_and_call_it_again_when_it_returned()
    {
        var gate = new SemaphoreSlim(0);
        var begun = new SemaphoreSlim(0);
        var calls = 0;
        var watch = await StartAsync(() =>
        {
            Interlocked.Increment(ref calls);
            begun.Release();
            gate.Wait();
            return ActivityTime.FromTimestamp(Time.GetTimestamp());
        });
        var started = Time.GetTimestamp();
        Clock.Advance(Second);
        Check(watch);
        Assert.True(await begun.WaitAsync(Patience));
        await SettleAsync();
        Assert.False(Watchdog.HasMessages);

        Clock.Advance(TimeSpan.FromMilliseconds(100));

        await Watchdog.ExpectMsgAsync(new WatchdogProtocol.CallbackReported(Key));
        Assert.Equal(started, (await Watchdog.ExpectMsgAsync<WatchdogProtocol.Heartbeat>()).LastActivity);
        Assert.Equal(started, await LastActivityAsync(watch));
        Assert.Equal(1, Volatile.Read(ref calls));
        Assert.Equal(CallbackFault.TookTooLong, (await SettleAsync()).CallbackFault);

        // A result that late does not count. The next call is fast.
        gate.Release(2);
        long heard;
        var waiting = Stopwatch.StartNew();
        do
        {
            heard = await LastActivityAsync(watch);
        } while (Volatile.Read(ref calls) == 1 && waiting.Elapsed < Patience);

        Assert.Equal(Time.GetTimestamp(), heard);
        Assert.False(Watchdog.HasMessages);
    }

    [Fact]
    [Trait("Hazard", "34")]
    public async Task Should_report_a_hanging_callback_even_if_the_next_check_comes_before_it_is_overdue()
    {
        var gate = new ManualResetEventSlim();
        var begun = new SemaphoreSlim(0);
        var watch = await StartAsync(() =>
        {
            begun.Release();
            gate.Wait();
            return default;
        });
        Check(watch);
        Assert.True(await begun.WaitAsync(Patience));
        Clock.Advance(TimeSpan.FromMilliseconds(60));

        await LastActivityAsync(watch);
        Clock.Advance(TimeSpan.FromMilliseconds(60));
        Check(watch);

        await Watchdog.ExpectMsgAsync(new WatchdogProtocol.CallbackReported(Key));
        gate.Set();
    }

    [Fact]
    [Trait("Hazard", "34")]
    public async Task Should_not_wait_for_a_callback_that_blocks_on_a_query_for_its_own_process()
    {
        var watch = await StartAsync(() =>
        {
            var shown = Manager.Ask<ProcessSnapshot>(new GetProcess(Key), Patience).Result;
            return ActivityTime.FromTimestamp(Time.GetTimestamp() - shown.IdleFor!.Value.Ticks);
        });
        Clock.Advance(Second);

        Assert.Equal(Time.GetTimestamp() - Second.Ticks, await LastActivityAsync(watch));
        Assert.Null((await SettleAsync()).CallbackFault);
    }

    [Fact]
    [Trait("Hazard", "34")]
    public async Task Should_call_a_callback_beside_many_that_hang()
    {
        var gate = new ManualResetEventSlim();
        for (var n = 0; n < 20; n++)
        {
            var key = new ProcessKey($"hangs-{n}");
            Check(
                await StartAsync(
                    () =>
                    {
                        gate.Wait();
                        return default;
                    },
                    key: key
                )
            );
        }

        var called = new TaskCompletionSource();
        var watch = await StartAsync(() =>
        {
            called.TrySetResult();
            return ActivityTime.FromTimestamp(Time.GetTimestamp());
        });
        Check(watch);

        // Each check whose callback waits for a thread requests more threads.
        var begun = Stopwatch.StartNew();
        while (!called.Task.IsCompleted && begun.Elapsed < Patience)
        {
            await LastActivityAsync(watch);
        }

        gate.Set();
        Assert.True(called.Task.IsCompleted);
    }

    [Fact]
    [Trait("Hazard", "44")]
    public async Task Should_reply_to_heartbeats_when_the_actor_that_calls_the_callback_fails()
    {
        // The clock is read after the callback, on its thread.
        var watch = await StartAsync(() =>
        {
            Time.Fault = new InvalidOperationException("a bug");
            return ActivityTime.FromTimestamp(1);
        });
        Clock.Advance(Second);

        Check(watch);

        Assert.Equal(new WatchdogProtocol.CallbackReported(Key), await NextAsync());
        Time.Fault = null;
        Assert.IsType<WatchdogProtocol.Heartbeat>(await NextAsync());
        Assert.Equal(CallbackFault.Threw, (await SettleAsync()).CallbackFault);
    }

    [Fact]
    public async Task Should_reject_a_spec_that_requires_a_callback_when_none_is_given()
    {
        var spec = Spec with { ActivitySource = ActivitySources.Callback };

        Manager.Tell(new StartProcess(spec, Key), TestActor);
        var refused = await ExpectMsgAsync<CommandRejected>();

        Assert.Equal(RejectReason.InvalidSpec, refused.Reason);
        Assert.Contains("StartProcessWithCallback", refused.Message, StringComparison.Ordinal);
    }

    private async Task<WatchdogProtocol.Watch> StartAsync(
        ActivityCallback callback,
        ProcessSpec? spec = null,
        ProcessKey? key = null
    )
    {
        Manager.Tell(new StartProcessWithCallback(new StartProcess(spec ?? Spec, key ?? Key), callback), TestActor);
        await ExpectMsgAsync<ProcessStarted>();
        return await NextWatchAsync();
    }

    private async Task<WatchdogProtocol.Watch> NextWatchAsync() =>
        (WatchdogProtocol.Watch)await Watchdog.FishForMessageAsync(message => message is WatchdogProtocol.Watch);

    private void Check(WatchdogProtocol.Watch watch) =>
        watch.Process.Tell(new WatchdogProtocol.HeartbeatCheck(watch.Incarnation), Watchdog);

    private async Task<object> NextAsync() => await Watchdog.ReceiveOneAsync(Patience);

    private async Task<long> LastActivityAsync(WatchdogProtocol.Watch watch)
    {
        Check(watch);
        return await ReadActivityAsync(watch);
    }

    private async Task<long> ReadActivityAsync(WatchdogProtocol.Watch watch)
    {
        var heartbeat = (WatchdogProtocol.Heartbeat)
            await Watchdog.FishForMessageAsync(message =>
                message is WatchdogProtocol.Heartbeat heard && heard.Key == watch.Key
            );
        Assert.Equal(watch.Incarnation, heartbeat.Incarnation);
        return heartbeat.LastActivity;
    }
}
