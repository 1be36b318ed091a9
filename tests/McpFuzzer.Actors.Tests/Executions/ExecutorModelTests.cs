using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.TestKit;
using McpFuzzer.Actors.Core.Executions;
using McpFuzzer.Actors.Executions;
using McpFuzzer.Actors.Tests.Executions.Model;
using McpFuzzer.Actors.Tests.Time;

namespace McpFuzzer.Actors.Tests.Executions;

/// <summary>
/// Random sequences of commands to an executor in virtual time, whose actors and operations take turns on one thread,
/// so that every failure repeats with its seed.
/// </summary>
public sealed class ExecutorModelTests() : VirtualTimeKit(OneThread)
{
    private const int Sequences = 10_000;
    private const int AtOnce = 100;

    private static readonly Config OneThread = ConfigurationFactory.ParseString(
        """
        akka.loglevel = ERROR
        mcp-fuzzer.executor.dispatcher {
          type = "Akka.TestKit.CallingThreadDispatcherConfigurator, Akka.TestKit"
          throughput = 100
        }
        """
    );

    [Fact]
    public void Should_reply_to_every_command_once_and_respect_its_slots_for_any_sequence_of_commands()
    {
        var faults = CreateTestProbe();
        Sys.EventStream.Subscribe(faults, typeof(Error));
        var stage = Sys.ActorOf(Props.Create<Stage>().WithDispatcher(CallingThreadDispatcher.Id));
        Settle(stage);
        Sys.ActorSelection("/system/EventStreamUnsubscriber*").Tell(new Identify(null), TestActor);
        var unsubscriber = ExpectMsg<ActorIdentity>().Subject;
        for (var seed = 0; seed < Sequences; seed += AtOnce)
        {
            var entered = Enumerable.Range(seed, AtOnce).Select(each => EnterAll(each, stage)).ToArray();
            // The event stream watches its subscribers on a separate thread, and an executor would run there in the
            // meantime.
            Settle(unsubscriber);
            Array.ForEach(entered, RunOne);
        }

        // A restart hides them.
        faults.ExpectNoMsg(TimeSpan.Zero);
    }

    private (ModelRun Run, IActorRef Executor, IActorRef Sender) EnterAll(int seed, IActorRef stage)
    {
        var settings = SettingsOf(new Random(seed));
        var run = new ModelRun(seed, Scheduler, settings);
        var executor = ExecutorRouter.Props(
            settings,
            Clock,
            seed,
            workerProps: () => ExecutorWorker.Props(Clock).WithDispatcher(CallingThreadDispatcher.Id)
        );
        return (run, Enter(stage, executor), Enter(stage, Props.Create(() => new RecordingSender(run.Reply))));
    }

    private static void RunOne((ModelRun Run, IActorRef Executor, IActorRef Sender) entered)
    {
        // If the kit has set one, continuations are posted to it instead of running inline.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            entered.Run.Run(entered.Executor, entered.Sender, commands: 30);
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException($"{entered.Run}: {failure.Message}", failure);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }

        entered.Executor.Tell(PoisonPill.Instance);
        entered.Sender.Tell(PoisonPill.Instance);
    }

    private static IActorRef Enter(IActorRef stage, Props props)
    {
        IActorRef entered = ActorRefs.Nobody;
        stage.Tell(new Stage.Enter(props.WithDispatcher(CallingThreadDispatcher.Id), actor => entered = actor));
        return entered;
    }

    private static ExecutorSettings SettingsOf(Random random) =>
        ExecutorSettings.From(Config.Empty) with
        {
            MaxConcurrency = random.Next(1, 6),
            QueueCapacity = random.Next(1, 12),
            AbandonedLimit = random.Next(0, 4),
            RetryBudget = new RetryBudget(Ratio: 0.5, PerSecond: random.Next(0, 3), Burst: random.Next(0, 4)),
        };

    private sealed class RecordingSender(Action<object> received) : UntypedActor
    {
        protected override void OnReceive(object message) => received(message);
    }

    /// <summary>Creates actors on the calling thread; top-level actors are created by another one.</summary>
    private sealed class Stage : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            var enter = (Enter)message;
            enter.Entered(Context.ActorOf(enter.Props));
        }

        internal sealed record Enter(Props Props, Action<IActorRef> Entered) : INoSerializationVerificationNeeded;
    }
}
