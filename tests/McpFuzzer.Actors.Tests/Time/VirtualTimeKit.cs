using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using McpFuzzer.Actors.Executions;
using McpFuzzer.Actors.Processes;
using McpFuzzer.Actors.Watch;

namespace McpFuzzer.Actors.Tests.Time;

/// <summary>
/// A system whose time stands still until a test advances it. Waits for messages are real, and long enough for a slow
/// machine.
/// </summary>
public abstract class VirtualTimeKit : TestKit
{
    private static readonly Config Configuration = ConfigurationFactory
        .ParseString(
            """
            akka {
              scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit"
              loglevel = WARNING
              test {
                single-expect-default = 20s
                filter-leeway = 20s
              }
            }
            """
        )
        .WithFallback(ProcessSettings.Reference)
        .WithFallback(WatchdogSettings.Reference)
        .WithFallback(ExecutorSettings.Reference);

    private TestProbe? _barrier;

    protected VirtualTimeKit(string hocon = "")
        : this(ConfigurationFactory.ParseString(hocon)) { }

    /// <summary>Uses an additional configuration.</summary>
    /// <param name="configuration">What is to differ.</param>
    protected VirtualTimeKit(Config configuration)
        : base(configuration.WithFallback(Configuration))
    {
        Scheduler = (TestScheduler)Sys.Scheduler;
        Clock = Time = new SchedulerTime(Scheduler);
    }

    protected TestScheduler Scheduler { get; }

    /// <summary>Moves with <see cref="Scheduler" />.</summary>
    protected TimeProvider Clock { get; }

    /// <summary>The same clock, whose wall clock can be set.</summary>
    private protected SchedulerTime Time { get; }

    /// <summary>
    /// Advances by one period after another: a repeating timer fires once per period, and its effects are complete
    /// before the next.
    /// </summary>
    protected void Advance(TimeSpan period, int times, params IActorRef[] settle)
    {
        for (var n = 0; n < times; n++)
        {
            Scheduler.Advance(period);
            Array.ForEach(settle, Settle);
        }
    }

    /// <summary>Returns when an actor has processed its mailbox.</summary>
    protected void Settle(IActorRef actor)
    {
        // One probe for all, since thousands would make a long test slow.
        _barrier ??= CreateTestProbe();
        actor.Tell(new Identify(null), _barrier);
        _barrier.ExpectMsg<ActorIdentity>();
    }
}
