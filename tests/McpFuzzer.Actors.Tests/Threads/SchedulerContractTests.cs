using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Dispatch;
using Akka.TestKit.Xunit2;
using McpFuzzer.Actors.Threads;

namespace McpFuzzer.Actors.Tests.Threads;

/// <summary>The contract that Akka relies on, also tested with Akka's own scheduler.</summary>
public sealed class SchedulerContractTests : TestKit
{
    private const string Precise = nameof(PreciseScheduler);
    private const string Wheel = nameof(HashedWheelTimerScheduler);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Never = TimeSpan.FromHours(1);

    private IAdvancedScheduler? _scheduler;

    public static TheoryData<string> Both => [Precise, Wheel];

    [Theory]
    [MemberData(nameof(Both))]
    public void Should_run_in_the_order_of_the_delays_when_scheduled_in_another(string name)
    {
        var scheduler = Open(name);
        foreach (var delay in (int[])[90, 30, 60])
        {
            scheduler.ScheduleOnce(TimeSpan.FromMilliseconds(delay), () => TestActor.Tell(delay));
        }

        ExpectMsg(30, Patience);
        ExpectMsg(60, Patience);
        ExpectMsg(90, Patience);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Should_keep_the_order_of_messages_when_the_delay_is_the_same(string name)
    {
        var scheduler = Open(name);
        for (var n = 0; n < 1_000; n++)
        {
            ((ITellScheduler)scheduler).ScheduleTellOnce(Soon, TestActor, n, ActorRefs.NoSender);
        }

        Assert.Equal(Enumerable.Range(0, 1_000), ReceiveN(1_000, Patience).Cast<int>());
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Should_never_run_before_its_time_when_the_delay_is_short(string name)
    {
        var scheduler = Open(name);
        var begin = TimeProvider.System.GetTimestamp();
        scheduler.ScheduleOnce(Soon, () => TestActor.Tell(TimeProvider.System.GetElapsedTime(begin)));

        Assert.True((TimeSpan)ReceiveOne(Patience) >= Soon - WheelTick(name));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Should_run_soon_when_there_is_no_delay(string name)
    {
        var scheduler = Open(name);
        scheduler.ScheduleOnce(TimeSpan.Zero, () => TestActor.Tell("action"));
        ExpectMsg("action", Patience);
        scheduler.ScheduleOnce(TimeSpan.FromSeconds(-1), new ActionRunnable(() => TestActor.Tell("unchecked")));
        ExpectMsg("unchecked", Patience);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Should_repeat_until_cancelled_by_its_own_action(string name)
    {
        var scheduler = Open(name);
        var cancelable = new Cancelable(scheduler);
        var count = 0;
        scheduler.ScheduleRepeatedly(
            TimeSpan.Zero,
            Soon,
            () =>
            {
                TestActor.Tell(++count);
                if (count == 3)
                {
                    cancelable.Cancel();
                }
            },
            cancelable
        );

        Assert.Equal([1, 2, 3], ReceiveN(3, Patience));
        AfterSome(scheduler, 5 * Soon);
        Assert.Equal(3, count);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Should_run_no_action_that_was_cancelled(string name)
    {
        var scheduler = Open(name);
        using var cancelable = new Cancelable(scheduler);
        var custom = new TokenlessCancelable();
        scheduler.ScheduleOnce(Soon, () => TestActor.Tell("own"), cancelable);
        scheduler.ScheduleOnce(Soon, () => TestActor.Tell("custom"), custom);
        scheduler.ScheduleOnce(Soon, () => TestActor.Tell("late"), Cancelable.CreateCanceled());
        cancelable.Cancel();
        custom.Cancel();

        AfterSome(scheduler, 2 * Soon);

        ExpectNoMsg(TimeSpan.Zero);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Should_run_when_the_cancelable_was_disposed_without_being_cancelled(string name)
    {
        var scheduler = Open(name);
        var cancelable = new Cancelable(scheduler);
        cancelable.Dispose();

        scheduler.ScheduleOnce(Soon, () => TestActor.Tell("ran"), cancelable);

        ExpectMsg("ran", Patience);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Should_log_an_action_that_throws_and_run_the_others_without_repeating_it(string name)
    {
        var scheduler = Open(name);
        var count = 0;
        EventFilter
            .Error(start: "Error while executing scheduled task")
            .ExpectOne(() =>
            {
                scheduler.ScheduleRepeatedly(
                    TimeSpan.Zero,
                    Soon,
                    () =>
                    {
                        count++;
                        throw new InvalidOperationException("thrown by a scheduled action");
                    }
                );
                AfterSome(scheduler, 4 * Soon);
            });

        Assert.Equal(1, count);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Should_run_every_action_that_was_not_cancelled_once_at_its_end(string name)
    {
        var scheduler = Open(name);
        var ran = new ConcurrentQueue<string>();
        using var cancelable = new Cancelable(Sys.Scheduler);
        scheduler.ScheduleOnce(Never, () => ran.Enqueue("once"));
        scheduler.ScheduleRepeatedly(Never, Never, () => ran.Enqueue("repeated"));
        scheduler.ScheduleOnce(Never, () => ran.Enqueue("cancelled"), cancelable);
        scheduler.ScheduleOnce(Never, () => throw new InvalidOperationException("at the end"));
        scheduler.ScheduleOnce(Never, () => scheduler.ScheduleOnce(Never, () => ran.Enqueue("further")));
        cancelable.Cancel();

        EventFilter.Exception<InvalidOperationException>("at the end").ExpectOne(Dispose);

        Assert.Equal(["once", "repeated"], ran.Order());
        Assert.Throws<SchedulerException>(() => scheduler.ScheduleOnce(Soon, () => { }));
        Dispose();
        Assert.Equal(2, ran.Count);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Should_wait_at_its_end_for_the_action_that_is_running(string name)
    {
        var scheduler = Open(name);
        var begun = new ManualResetEventSlim();
        var gate = new ManualResetEventSlim();
        var isOver = false;
        scheduler.ScheduleOnce(
            TimeSpan.Zero,
            () =>
            {
                begun.Set();
                gate.Wait(Patience);
                isOver = true;
            }
        );
        Assert.True(begun.Wait(Patience));

        var ending = Task.Run(Dispose);
        Assert.False(ending.IsCompleted);
        gate.Set();
        await ending.WaitAsync(Patience);

        Assert.True(isOver);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Should_run_each_once_when_many_are_scheduled_and_cancelled_by_many_threads(string name)
    {
        const int Threads = 4;
        const int Each = 10_000;
        var scheduler = Open(name);
        var runs = new int[Threads * Each];
        var left = new CountdownEvent(Threads * Each / 2);
        Parallel.For(
            0,
            Threads,
            thread =>
            {
                for (var n = thread * Each; n < (thread + 1) * Each; n++)
                {
                    var cancelable = new Cancelable(scheduler);
                    var number = n;
                    var delay = n % 2 == 0 ? TimeSpan.FromMilliseconds(n % 100) : Never;
                    scheduler.ScheduleOnce(delay, () => Run(number), cancelable);
                    if (n % 2 == 1)
                    {
                        cancelable.Cancel();
                    }
                }
            }
        );

        Assert.True(left.Wait(Patience));
        Dispose();

        Assert.All(runs, (count, n) => Assert.Equal(n % 2 == 0 ? 1 : 0, count));
        left.Dispose();
        return;

        void Run(int number)
        {
            Interlocked.Increment(ref runs[number]);
            left.Signal();
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Should_reject_a_negative_delay_and_an_interval_that_is_not_positive(string name)
    {
        var scheduler = Open(name);
        var negative = TimeSpan.FromMilliseconds(-1);

        Assert.Throws<ArgumentOutOfRangeException>(() => scheduler.ScheduleOnce(negative, () => { }));
        Assert.Throws<ArgumentOutOfRangeException>(() => scheduler.ScheduleRepeatedly(negative, Soon, () => { }));
        Assert.Throws<ArgumentOutOfRangeException>(() => scheduler.ScheduleRepeatedly(Soon, TimeSpan.Zero, () => { }));
    }

    protected override void Dispose(bool disposing)
    {
        Dispose();
        base.Dispose(disposing);
    }

    private IAdvancedScheduler Open(string name) =>
        _scheduler =
            name == Precise
                ? new PreciseScheduler(Sys.Settings.Config, Sys.Log)
                : new HashedWheelTimerScheduler(Sys.Settings.Config, Sys.Log);

    private new void Dispose() => (_scheduler as IDisposable)?.Dispose();

    // Earlier actions have run: both schedulers keep the order.
    private static void AfterSome(IAdvancedScheduler scheduler, TimeSpan time)
    {
        var over = new ManualResetEventSlim();
        scheduler.ScheduleOnce(time, over.Set);
        Assert.True(over.Wait(Patience));
    }

    // The wheel counts ticks, which may be one less than the time.
    private static TimeSpan WheelTick(string name) => TimeSpan.FromMilliseconds(name == Wheel ? 10 : 0);

    private sealed class TokenlessCancelable : ICancelable
    {
        public bool IsCancellationRequested { get; private set; }

        public CancellationToken Token => CancellationToken.None;

        public void Cancel() => IsCancellationRequested = true;

        public void CancelAfter(TimeSpan delay) => throw new NotSupportedException();

        public void CancelAfter(int millisecondsDelay) => throw new NotSupportedException();

        public void Cancel(bool throwOnFirstException) => Cancel();
    }
}
