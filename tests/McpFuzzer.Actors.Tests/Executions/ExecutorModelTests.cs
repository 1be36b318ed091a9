using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Core.Executions;
using McpFuzzer.Actors.Executions;
using McpFuzzer.Actors.Tests.Executions.Model;
using McpFuzzer.Actors.Tests.Time;

namespace McpFuzzer.Actors.Tests.Executions;

/// <summary>Random sequences of commands against an executor in virtual time, whose actors and operations take turns on one thread: whatever fails, fails again with its seed.</summary>
public sealed class ExecutorModelTests() : VirtualTimeKit(OneThread)
{
    private const int Sequences = 10_000;

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
    public void Should_answer_every_command_once_and_hold_its_slots_whatever_is_asked_when()
    {
        // Where it is set, continuations are sent to it instead of being run where an attempt ends.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            for (var seed = 0; seed < Sequences; seed++)
            {
                RunOne(seed);
            }
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    private void RunOne(int seed)
    {
        var settings = SettingsOf(new Random(seed));
        ModelRun? run = null;
        var asker = Sys.ActorOf(
            Props.Create(() => new Asker(message => run!.Reply(message))).WithDispatcher(CallingThreadDispatcher.Id)
        );
        var executor = Sys.ActorOf(
            ExecutorRouter
                .Props(
                    settings,
                    Clock,
                    seed,
                    workerProps: () => ExecutorWorker.Props(Clock).WithDispatcher(CallingThreadDispatcher.Id)
                )
                .WithDispatcher(CallingThreadDispatcher.Id)
        );
        try
        {
            run = new ModelRun(seed, Scheduler, executor, asker, settings);
            run.Run(commands: 30);
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException($"seed {seed}: {failure.Message}", failure);
        }

        executor.Tell(PoisonPill.Instance);
        asker.Tell(PoisonPill.Instance);
    }

    private static ExecutorSettings SettingsOf(Random random) =>
        ExecutorSettings.From(Config.Empty) with
        {
            MaxConcurrency = random.Next(1, 6),
            QueueCapacity = random.Next(1, 12),
            AbandonedLimit = random.Next(0, 4),
            RetryBudget = new RetryBudget(Ratio: 0.5, PerSecond: random.Next(0, 3), Burst: random.Next(0, 4)),
        };

    private sealed class Asker(Action<object> told) : UntypedActor
    {
        protected override void OnReceive(object message) => told(message);
    }
}
