using Akka.Actor;
using Akka.TestKit;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Tests.Processes;

/// <summary>A process lives no longer than the actor that owns it.</summary>
public sealed class OwnedProcessTests : ManagerSpec
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Should_stop_the_process_when_the_sender_of_the_start_stops(bool hasRequestId)
    {
        var owner = CreateTestProbe();
        var start = new StartProcess(Spec, Key, hasRequestId ? RequestId.New() : null) { OwnedBySender = true };
        Manager.Tell(start, owner);
        await owner.ExpectMsgAsync<ProcessStarted>();
        var process = await Host.NextAsync();
        var watcher = await WatcherAsync();

        Sys.Stop(owner);
        await StoppingAsync();
        process.Exit(Terminated);

        Assert.Equal(ExitCause.Requested, (await ExitAsync(watcher)).Cause);
        await watcher.ExpectMsgAsync<ProcessStopped>();
    }

    [Fact]
    public async Task Should_stop_the_process_when_its_owner_has_stopped_before_the_start_arrives()
    {
        var owner = CreateTestProbe();
        Watch(owner);
        Sys.Stop(owner);
        await ExpectTerminatedAsync(owner);
        var watcher = await WatcherAsync();

        Manager.Tell(new StartProcess(Spec, Key) { OwnedBySender = true }, owner);
        await watcher.ExpectMsgAsync<ProcessStarted>();
        await StoppingAsync();
        (await Host.NextAsync()).Exit(Terminated);

        Assert.Equal(ExitCause.Requested, (await ExitAsync(watcher)).Cause);
    }

    [Fact]
    public async Task Should_let_the_process_run_when_the_sender_of_the_start_does_not_own_it()
    {
        var sender = CreateTestProbe();
        Manager.Tell(new StartProcess(Spec, Key), sender);
        await sender.ExpectMsgAsync<ProcessStarted>();

        Watch(sender);
        Sys.Stop(sender);
        await ExpectTerminatedAsync(sender);

        Assert.Equal(ProcessPhase.Running, (await SettleAsync()).Phase);
    }

    [Fact]
    public async Task Should_reject_the_start_when_an_Ask_is_to_own_the_process()
    {
        var start = new StartProcess(Spec, Key) { OwnedBySender = true };

        var plain = await Manager.Ask<IStartReply>(start, TimeSpan.FromSeconds(20));
        var withCallback = await Manager.Ask<IStartReply>(
            new StartProcessWithCallback(start, () => DateTimeOffset.UtcNow),
            TimeSpan.FromSeconds(20)
        );

        Assert.All(
            [plain, withCallback],
            reply =>
                Assert.Equal(
                    new CommandRejected(
                        RejectReason.InvalidSpec,
                        "OwnedBySender: must be sent by an actor; an Ask ends with its reply"
                    ),
                    reply
                )
        );
    }

    private static async Task<ProcessExited> ExitAsync(TestProbe watcher) =>
        (ProcessExited)await watcher.FishForMessageAsync(message => message is ProcessExited);

    /// <summary>Returns when the stop has begun. The end of an actor is not ordered with other messages.</summary>
    private async Task StoppingAsync()
    {
        while ((await SettleAsync()).Phase != ProcessPhase.Stopping) { }
    }
}
