using Akka.Actor;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Client.Processes;
using McpFuzzer.Actors.Client.Remote;
using McpFuzzer.Actors.Client.Watch;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Watch;
using McpFuzzer.Actors.Node.Tests.EndToEnd;

namespace McpFuzzer.Actors.Node.Tests.Clusters;

/// <summary>A fuzzing actor in another process can do by Ask what a local one can.</summary>
[Collection(EndToEndGroup.Name)]
public sealed class RemoteProcessTests : IAsyncLifetime
{
    private readonly ClusterGround _ground = new();
    private ClusterProcess _node = null!;
    private FuzzingMember _member = null!;
    private RemoteRuntime _runtime = null!;

    public async Task InitializeAsync()
    {
        _node = await _ground.StartAsync();
        _member = await FuzzingMember.JoinAsync(_ground, _node.Address);
        _runtime = await _member.RuntimeOfAsync(_node.Address);
    }

    public async Task DisposeAsync()
    {
        await _member.DisposeAsync();
        _ground.Dispose();
    }

    [Fact]
    public async Task Should_start_show_signal_and_stop_a_process_on_request_of_another_node()
    {
        var probe = Inbox.Create(_member.System);
        _runtime.Manager.Tell(new WatchProcesses(), probe.Receiver);
        Assert.IsType<WatchStarted>(await probe.ReceiveAsync(FuzzingMember.Patience));
        var key = new ProcessKey("target");

        var started = await AskAsync<ProcessStarted>(Start("echo out; echo err >&2; exec sleep 600", key));
        var status = await AskAsync<ProcessSnapshot>(new GetProcess(key));
        var list = await AskAsync<ProcessList>(new ListProcesses(ProcessPhase.Running));
        var found = await AskAsync<ProcessSnapshot>(new FindByPid(started.Pid));
        var waited = await AskAsync<WaitTimedOut>(new WaitForExit(key, TimeSpan.Zero));
        var sent = await AskAsync<SignalSent>(new SignalProcess(key, 15, SignalScope.Group));
        var exited = await AskAsync<ProcessExited>(new WaitForExit(key));
        var stopped = await AskAsync<ProcessStopped>(new StopProcess(key));

        Assert.Equal((started.Pid, ProcessPhase.Running, "shell"), (status.Pid, status.Phase, status.Name));
        Assert.Equal(key, Assert.Single(list.Processes).Key);
        Assert.Equal(key, found.Key);
        Assert.Equal(key, waited.Key);
        Assert.Equal(15, sent.Signal);
        Assert.Equal(new ProcessExit.Signal(15, CoreDumped: false), exited.Exit);
        Assert.Equal("out\n"u8.ToArray(), stopped.StdoutTail.Bytes.ToArray());
        Assert.Equal("err\n"u8.ToArray(), stopped.StderrTail.Bytes.ToArray());
        Assert.Equal(started, await EventAsync<ProcessStarted>(probe));
        Assert.Equal(exited.Exit, (await EventAsync<ProcessExited>(probe)).Exit);
        Assert.Equal(stopped.Exit, (await EventAsync<ProcessStopped>(probe)).Exit);
    }

    [Fact]
    public async Task Should_start_one_process_when_the_same_request_comes_twice_from_another_node()
    {
        var start = Start("exec sleep 600") with { RequestId = RequestId.New() };

        var first = await AskAsync<ProcessStarted>(start);
        var second = await AskAsync<ProcessStarted>(start);

        Assert.Equal(first, second);
        Assert.Equal(1, (await AskAsync<ManagerStats>(new GetManagerStats())).Started);
    }

    [Fact]
    public async Task Should_return_the_reason_when_a_start_from_another_node_is_rejected()
    {
        var missing = await AskAsync<CommandRejected>(
            new StartProcess(new ProcessSpec { Command = ["nosuchcommand"] })
        );
        var nothing = await AskAsync<CommandRejected>(new StartProcess(new ProcessSpec { Command = [] }));
        var none = await AskAsync<CommandRejected>(new StartProcess(null!));

        Assert.Equal((RejectReason.SpawnFailed, SpawnError.CommandNotFound), (missing.Reason, missing.SpawnError));
        Assert.Equal(RejectReason.InvalidSpec, nothing.Reason);
        Assert.Contains("Spec is missing", none.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_reject_a_command_when_it_carries_a_value_that_cannot_leave_a_node()
    {
        var attach = await AskAsync<CommandRejected>(new AttachStdio(new ProcessKey("target")));
        var callback = await AskAsync<CommandRejected>(
            new StartProcessWithCallback(Start("true"), () => DateTimeOffset.UtcNow)
        );
        var execute = await _runtime.Executor.Ask<OperationRejected>(
            new Execute(new RequestId("e"), _ => ValueTask.FromResult<object?>(1)),
            FuzzingMember.Patience
        );

        Assert.Contains("AttachStdio", attach.Message, StringComparison.Ordinal);
        Assert.Contains("StartProcessWithCallback", callback.Message, StringComparison.Ordinal);
        Assert.Equal((new RequestId("e"), RejectReason.InvalidSpec), (execute.RequestId, execute.Reason));
    }

    [Fact]
    public async Task Should_reject_as_unauthorised_when_another_node_registers_an_external_process()
    {
        var refused = await _runtime.Watchdog.Ask<CommandRejected>(
            new RegisterExternal(Environment.ProcessId, "stranger"),
            FuzzingMember.Patience
        );

        Assert.Equal(RejectReason.Unauthorised, refused.Reason);
    }

    [Fact]
    public async Task Should_serve_a_client_when_it_has_the_actors_of_another_node()
    {
        var manager = new ProcessManagerClient(_runtime.Manager);
        var watchdog = new WatchdogClient(_runtime.Watchdog);

        var started = await manager.StartAsync(new ProcessSpec { Command = ["sleep", "600"] });
        var isRegistered = await watchdog.IsRegisteredAsync(started.Key);
        var isStopped = await manager.StopAsync(started.Key);

        Assert.True(isRegistered);
        Assert.True(isStopped);
    }

    [Fact]
    public async Task Should_go_on_replying_when_another_node_sends_messages_that_stop_actors()
    {
        foreach (var actor in (IActorRef[])[_runtime.Manager, _runtime.Watchdog, _runtime.Executor])
        {
            actor.Tell(PoisonPill.Instance);
            actor.Tell(Kill.Instance);
            ((IInternalActorRef)actor).SendSystemMessage(new Akka.Dispatch.SysMsg.Suspend());
            ((IInternalActorRef)actor).SendSystemMessage(
                new Akka.Dispatch.SysMsg.Recreate(new InvalidOperationException())
            );
            ((IInternalActorRef)actor).SendSystemMessage(new Akka.Dispatch.SysMsg.Terminate());
            _member.System.ActorSelection(actor.Path).Tell(PoisonPill.Instance);
            _member.System.ActorSelection(actor.Path.Parent).Tell(Kill.Instance);
        }

        // Messages from one node to one actor keep their order, so these come last.
        Assert.NotNull(await AskAsync<ManagerStats>(new GetManagerStats()));
        Assert.NotNull(await _runtime.Watchdog.Ask<WatchdogStats>(new GetWatchdogStats(), FuzzingMember.Patience));
        Assert.NotNull(await _runtime.Executor.Ask<ExecutorStats>(new GetExecutorStats(), FuzzingMember.Patience));
        var again = await _member.RuntimeOfAsync(_node.Address);
        Assert.Equal(_runtime, again);
    }

    [Fact]
    public async Task Should_keep_its_targets_when_another_node_reports_false_deaths_and_failures()
    {
        var started = await AskAsync<ProcessStarted>(Start("sleep 600", new ProcessKey("kept")));
        var provider = ((ExtendedActorSystem)_member.System).Provider;
        IInternalActorRef Of(string path) => (IInternalActorRef)provider.ResolveActorRef($"{_node.Address}{path}");
        var target = Of("/user/mcp-fuzzer/manager/p-kept");

        target.Tell(new Status.Failure(new InvalidOperationException("from afar")), ActorRefs.NoSender);
        Of("/user/mcp-fuzzer/manager")
            .SendSystemMessage(new Akka.Dispatch.SysMsg.DeathWatchNotification(target, true, false));
        Of("/system").SendSystemMessage(new Akka.Dispatch.SysMsg.DeathWatchNotification(Of("/user"), true, false));

        // To the target's own actor, after the failure.
        Assert.IsType<ActorIdentity>(await target.Ask<ActorIdentity>(new Identify(1), FuzzingMember.Patience));
        var snapshot = await AskAsync<ProcessSnapshot>(new GetProcess(started.Key));
        Assert.Equal((ProcessPhase.Running, started.Pid), (snapshot.Phase, snapshot.Pid));
        Assert.Equal(_runtime, await _member.RuntimeOfAsync(_node.Address));
    }

    private static StartProcess Start(string script, ProcessKey? key = null) =>
        new(new ProcessSpec { Command = ["sh", "-c", script], Name = "shell" }, key);

    private Task<T> AskAsync<T>(object message) => _runtime.Manager.Ask<T>(message, FuzzingMember.Patience);

    private static async Task<T> EventAsync<T>(Inbox inbox)
    {
        while (true)
        {
            if (await inbox.ReceiveAsync(FuzzingMember.Patience) is T found)
            {
                return found;
            }
        }
    }
}
