using Akka.Actor;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Client.Registry;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Watch;

namespace McpFuzzer.Actors.Tests.Hosting;

/// <summary>
/// A local caller that leaves out a required value gets one clear line. The wire cannot carry such a message.
/// </summary>
public sealed class NullInputTests : IAsyncLifetime
{
    private static readonly ProcessSpec Spec = new() { Command = ["true"] };
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private RunningNode _node = null!;

    public static TheoryData<object, string> ToTheManager =>
        new()
        {
            { new StartProcess(null!), "Spec: must not be null" },
            { new StartProcess(Spec with { Command = null! }), "Command: must not be null" },
            { new StartProcess(Spec with { Command = ["true", null!] }), "Command[1]: must not be null" },
            { new StartProcess(Spec with { Environment = null! }), "Environment: must not be null" },
            { new StartProcess(Spec with { Name = null! }), "Name: must not be null" },
            { new StartProcess(Spec with { Restart = null! }), "Restart: must not be null" },
            { new StartProcess(Spec with { Redact = null! }), "Redact: must not be null" },
            { new StartProcess(Spec with { Redact = [null!] }), "Redact[0]: must not be null" },
            { new StartProcessWithCallback(null!, () => default), "Start and Callback must not be null" },
            { new StartProcessWithCallback(new StartProcess(Spec), null!), "Start and Callback must not be null" },
            { new StopProcess(null!), "Key: must not be null" },
            { new GetProcess(null!), "Key: must not be null" },
            { new WaitForExit(null!), "Key: must not be null" },
            { new WaitForReady(null!), "Key: must not be null" },
            { new SignalProcess(null!, 15), "Key: must not be null" },
            { new AttachStdio(null!), "Key: must not be null" },
            { new StopAllProcesses(RequestId: new RequestId(null!)), "RequestId = a text of 0 characters" },
        };

    public static TheoryData<object, string> ToTheWatchdog =>
        new()
        {
            { new RegisterProcess(null!), "Key: must not be null" },
            { new UnregisterProcess(null!), "Key: must not be null" },
            { new IsRegistered(null!), "Key: must not be null" },
            { new RegisterExternal(2, null!), "Name: must not be null" },
            { new RegisterExternalWithCallback(null!, () => default), "Registration: must not be null" },
            { new RegisterExternalWithCallback(new RegisterExternal(2), null!), "Callback: must not be null" },
        };

    public async Task InitializeAsync() => _node = await RunningNode.StartAsync();

    public Task DisposeAsync() => _node.DisposeAsync().AsTask();

    [Theory]
    [MemberData(nameof(ToTheManager))]
    public Task Should_be_rejected_by_the_manager_with_the_missing_value(object command, string message) =>
        AssertRejectedAsync(_node.Manager, command, message);

    [Theory]
    [MemberData(nameof(ToTheWatchdog))]
    public Task Should_be_rejected_by_the_watchdog_with_the_missing_value(object command, string message) =>
        AssertRejectedAsync(_node.Registry.Get<WatchdogKey>(), command, message);

    [Fact]
    public async Task Should_be_ignored_where_no_reply_is_due()
    {
        _node.Manager.Tell(new UpdateActivity(null!));
        _node.Registry.Get<WatchdogKey>().Tell(new UpdateActivity(null!));

        Assert.Empty((await _node.AskAsync<ProcessList>(new ListProcesses())).Processes);
        var stats = await _node.Registry.Get<WatchdogKey>().Ask<WatchdogStats>(new GetWatchdogStats(), Patience);
        Assert.True(stats.Watching);
    }

    private static async Task AssertRejectedAsync(IActorRef actor, object command, string message)
    {
        var refused = await actor.Ask<CommandRejected>(command, Patience);

        Assert.Equal(RejectReason.InvalidSpec, refused.Reason);
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }
}
