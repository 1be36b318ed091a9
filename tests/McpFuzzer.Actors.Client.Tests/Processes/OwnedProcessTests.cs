using Akka.Actor;
using McpFuzzer.Actors.Client.Processes;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using static McpFuzzer.Actors.Client.Tests.Processes.Target;

namespace McpFuzzer.Actors.Client.Tests.Processes;

/// <summary>A process is started by an actor that lives as long as the lease.</summary>
public sealed class OwnedProcessTests : ClientKit
{
    [Fact]
    public async Task Should_own_the_process_until_it_is_disposed()
    {
        var (call, owner) = await StartAsync(new ProcessManagerClient(Actor));
        Actor.Reply(Started);
        var process = await call.WaitAsync(Patience);

        Assert.Equal((Started, Key), (process.Started, process.Key));
        Assert.Equal(owner, (await owner.Ask<ActorIdentity>(new Identify(1), Patience)).Subject);
        var disposal = process.DisposeAsync().AsTask();
        Assert.Equal(Key, (await ReceiveAsync<StopProcess>()).Key);
        Actor.Reply(new CommandRejected(RejectReason.NotFound, "gone"));
        await disposal.WaitAsync(Patience);
        await Actor.ExpectTerminatedAsync(owner);
    }

    [Fact]
    public async Task Should_throw_and_own_nothing_when_the_start_is_rejected()
    {
        var (call, owner) = await StartAsync(new ProcessManagerClient(Actor));

        Actor.Reply(new CommandRejected(RejectReason.AlreadyExists, "taken"));

        var rejected = await Assert.ThrowsAsync<CommandRejectedException>(() => call.WaitAsync(Patience));
        Assert.Equal(RejectReason.AlreadyExists, rejected.Reason);
        await Actor.ExpectTerminatedAsync(owner);
    }

    [Fact]
    public async Task Should_end_the_lease_when_the_start_is_cancelled()
    {
        using var cancelling = new CancellationTokenSource();
        var (call, owner) = await StartAsync(new ProcessManagerClient(Actor), cancelling.Token);

        await cancelling.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(Patience));
        await Actor.ExpectTerminatedAsync(owner);
    }

    [Fact]
    public async Task Should_end_the_lease_when_the_manager_does_not_reply()
    {
        var (call, owner) = await StartAsync(new ProcessManagerClient(Actor, Steered));

        await Time.MeetNextAsync();

        var late = await Assert.ThrowsAsync<TimeoutException>(() => call.WaitAsync(Patience));
        Assert.Equal("the ManagerActor did not answer StartProcess within 1s", late.Message);
        await Actor.ExpectTerminatedAsync(owner);
    }

    private async Task<(Task<OwnedProcess> Call, IActorRef Owner)> StartAsync(
        ProcessManagerClient client,
        CancellationToken cancellation = default
    )
    {
        var call = client.StartOwnedAsync(Spec, Key, cancellation);
        var sent = await ReceiveAsync<StartProcess>();
        Assert.Equal(new StartProcess(Spec, Key, sent.RequestId) { OwnedBySender = true }, sent);
        Assert.NotNull(sent.RequestId);
        var owner = Actor.LastSender;
        await Actor.WatchAsync(owner);
        return (call, owner);
    }
}
