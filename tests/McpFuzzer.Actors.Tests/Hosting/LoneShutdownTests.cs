using Akka.Actor;
using Akka.Configuration;
using McpFuzzer.Actors.Hosting;

namespace McpFuzzer.Actors.Tests.Hosting;

public sealed class LoneShutdownTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ActorSystem _system = ActorSystem.Create(
        "lone",
        ConfigurationFactory
            .ParseString(
                $"""
                {LoneShutdown.Hocon}
                akka.coordinated-shutdown.phases.service-stop.timeout = 50ms
                akka.stdout-loglevel = OFF
                """
            )
            .WithFallback(RuntimeConfiguration.Reference)
    );
    private readonly LoneShutdown _shutdown = new();
    private readonly List<string> _ran = [];

    public async ValueTask DisposeAsync() => await _system.Terminate();

    [Fact]
    public async Task Should_run_the_steps_in_the_order_of_their_phases_and_then_terminate_the_system()
    {
        Add(CoordinatedShutdown.PhaseBeforeActorSystemTerminate, "host");
        Add(CoordinatedShutdown.PhaseServiceStop, "processes");
        Add(CoordinatedShutdown.PhaseServiceRequestsDone, "operations");

        await _shutdown.RunAsync(_system).WaitAsync(Patience);

        Assert.Equal(["operations", "processes", "host"], _ran);
        Assert.True(_system.WhenTerminated.IsCompleted);
    }

    [Fact]
    public async Task Should_continue_with_the_next_step_when_one_fails_or_exceeds_its_phase()
    {
        _shutdown.Add(CoordinatedShutdown.PhaseServiceRequestsDone, "fails", () => throw new TimeoutException());
        _shutdown.Add(CoordinatedShutdown.PhaseServiceStop, "hangs", () => new TaskCompletionSource().Task);
        Add(CoordinatedShutdown.PhaseBeforeActorSystemTerminate, "host");

        await _shutdown.RunAsync(_system).WaitAsync(Patience);

        Assert.Equal(["host"], _ran);
        Assert.True(_system.WhenTerminated.IsCompleted);
    }

    private void Add(string phase, string name) =>
        _shutdown.Add(
            phase,
            name,
            () =>
            {
                _ran.Add(name);
                return Task.CompletedTask;
            }
        );
}
