using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.TestKit.Xunit2;
using McpFuzzer.Actors.Hosting;
using McpFuzzer.Actors.Threads;

namespace McpFuzzer.Actors.Tests.Threads;

public sealed class PreciseSchedulerTests()
    : TestKit(
        ConfigurationFactory
            .ParseString("akka.actor.serialize-messages = on")
            .WithFallback(RuntimeConfiguration.Reference)
    )
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void Should_be_the_scheduler_of_a_system_with_the_runtime_when_the_system_names_no_other()
    {
        Assert.IsType<PreciseScheduler>(Sys.Scheduler);
        var other = ConfigurationFactory
            .ParseString("akka.scheduler.implementation = \"Akka.Actor.HashedWheelTimerScheduler\"")
            .WithFallback(RuntimeConfiguration.Reference);
        using var system = ActorSystem.Create("other", other);
        Assert.IsType<HashedWheelTimerScheduler>(system.Scheduler);
    }

    [Fact]
    public void Should_deliver_a_message_without_a_serializer_when_messages_are_serialized()
    {
        var message = new Unserializable(() => { });
        Sys.Scheduler.ScheduleTellOnce(TimeSpan.Zero, TestActor, message, TestActor);
        Assert.Same(message, ExpectMsg<Unserializable>(Patience));
        Assert.Equal(TestActor, LastSender);
    }

    [Fact]
    public void Should_deliver_the_message_itself_when_the_receiver_is_not_an_actor()
    {
        var receiver = new Receiver();
        Sys.Scheduler.ScheduleTellOnce(TimeSpan.Zero, receiver, "message", ActorRefs.NoSender);
        Assert.True(receiver.Received.Wait(Patience));
        Assert.Equal("message", receiver.Message);
    }

    [Fact]
    public void Should_keep_a_receive_timeout_when_the_message_is_not_to_influence_it()
    {
        var idle = Sys.ActorOf(Props.Create(() => new IdleActor(TestActor)));
        Sys.Scheduler.ScheduleTellRepeatedly(
            TimeSpan.Zero,
            TimeSpan.FromMilliseconds(5),
            idle,
            Quiet.Instance,
            ActorRefs.NoSender
        );
        ExpectMsg<ReceiveTimeout>(Patience);
    }

    [Fact]
    public void Should_release_a_timer_at_once_when_it_is_cancelled_long_before_it_is_due()
    {
        var message = ScheduleAndCancel();
        AwaitAssert(
            () =>
            {
                GC.Collect();
                Assert.False(message.IsAlive);
            },
            Patience
        );
    }

    [Fact]
    public void Should_release_a_timer_that_has_run_when_its_cancelable_is_still_referenced()
    {
        using var cancelable = new Cancelable(Sys.Scheduler);
        var action = RunOnce(cancelable);
        AwaitAssert(
            () =>
            {
                GC.Collect();
                Assert.False(action.IsAlive);
            },
            Patience
        );
        Assert.False(cancelable.IsCancellationRequested);
    }

    [Fact]
    public void Should_take_any_delay_when_it_is_longer_than_a_clock_counts()
    {
        using var cancelable = new Cancelable(Sys.Scheduler);
        Sys.Scheduler.Advanced.ScheduleOnce(TimeSpan.MaxValue, () => TestActor.Tell("now"), cancelable);
        Sys.Scheduler.Advanced.ScheduleOnce(TimeSpan.FromMilliseconds(1), () => TestActor.Tell("later"));
        ExpectMsg("later", Patience);
        cancelable.Cancel();
    }

    [Fact]
    public async Task Should_end_its_thread_when_the_system_terminates()
    {
        var thread = new TaskCompletionSource<Thread>(TaskCreationOptions.RunContinuationsAsynchronously);
        Sys.Scheduler.Advanced.ScheduleOnce(TimeSpan.Zero, () => thread.SetResult(Thread.CurrentThread));
        var timers = await thread.Task.WaitAsync(Patience);

        await Sys.Terminate();

        Assert.True(timers.Join(Patience));
    }

    private WeakReference ScheduleAndCancel()
    {
        var message = new object();
        var cancelable = Sys.Scheduler.ScheduleTellOnceCancelable(
            TimeSpan.FromHours(1),
            TestActor,
            message,
            ActorRefs.NoSender
        );
        cancelable.Cancel();
        return new WeakReference(message);
    }

    private WeakReference RunOnce(Cancelable cancelable)
    {
        var ran = new ManualResetEventSlim();
        var action = new ActionRunnable(ran.Set);
        Sys.Scheduler.Advanced.ScheduleOnce(TimeSpan.Zero, action, cancelable);
        Assert.True(ran.Wait(Patience));
        return new WeakReference(action);
    }

    private sealed record Unserializable(Action Action);

    private sealed class Quiet : INotInfluenceReceiveTimeout
    {
        public static Quiet Instance { get; } = new();
    }

    private sealed class IdleActor : UntypedActor
    {
        private readonly IActorRef _receiver;

        public IdleActor(IActorRef receiver)
        {
            _receiver = receiver;
            SetReceiveTimeout(TimeSpan.FromMilliseconds(50));
        }

        protected override void OnReceive(object message)
        {
            if (message is ReceiveTimeout)
            {
                _receiver.Tell(message);
            }
        }
    }

    private sealed class Receiver : ICanTell
    {
        public ManualResetEventSlim Received { get; } = new();

        public object? Message { get; private set; }

        public void Tell(object message, IActorRef sender)
        {
            Message = message;
            Received.Set();
        }
    }
}
