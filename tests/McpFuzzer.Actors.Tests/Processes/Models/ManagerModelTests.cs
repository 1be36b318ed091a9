using Akka.Configuration;
using Akka.TestKit.Xunit2;
using CsCheck;
using McpFuzzer.Actors.Processes;

namespace McpFuzzer.Actors.Tests.Processes.Models;

/// <summary>
/// Random sequences of commands and of what processes do, in any order, checked against a simple model.
/// </summary>
public sealed class ManagerModelTests()
    : TestKit(
        ConfigurationFactory
            .ParseString(
                $"""
                akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit"
                akka.loglevel = OFF
                akka.stdout-loglevel = OFF
                {ProcessSettings.DispatcherPath} {"{"}
                  type = "Akka.TestKit.CallingThreadDispatcherConfigurator, Akka.TestKit"
                  throughput = 1000000
                {"}"}
                """
            )
            .WithFallback(ProcessSettings.Reference)
    )
{
    private const int Sequences = 10_000;

    [Fact]
    public void Should_keep_its_promises_in_any_sequence()
    {
        var settings = ProcessSettings.From(Config.Empty);
        // With a context of the test's, what waits for a task of the fake host would go on on another thread.
        SynchronizationContext.SetSynchronizationContext(null);

        ModelSteps.Sequence.Sample(steps => new FakeWorld(Sys, settings).Run(steps), iter: Sequences, threads: 1);
    }
}
