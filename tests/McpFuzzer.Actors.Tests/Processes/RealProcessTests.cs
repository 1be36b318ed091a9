using System.Globalization;
using System.Text;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Processes;
using McpFuzzer.Actors.Tests.Hosting;

namespace McpFuzzer.Actors.Tests.Processes;

/// <summary>
/// The whole runtime over the real operating system. One test at a time, so that they do not compete for the processor.
/// </summary>
[CollectionDefinition(nameof(RealProcesses), DisableParallelization = true)]
public sealed class RealProcesses;

[Collection(nameof(RealProcesses))]
public sealed partial class RealProcessTests : IAsyncLifetime
{
    private static readonly ProcessKey Key = new("target");

    private readonly string _mark = $"mark-{Guid.NewGuid():N}";
    private RunningNode _node = null!;

    public async Task InitializeAsync() => _node = await RunningNode.StartAsync();

    /// <summary>After every test: a node that shuts down leaves no process, grandchildren included.</summary>
    public async Task DisposeAsync()
    {
        await _node.DisposeAsync();
        Assert.Empty(Marked());
    }

    [Fact]
    public async Task Should_report_code_and_tails_when_a_process_exits()
    {
        await StartAsync("echo out; echo err >&2; exit 3");

        var stopped = await _node.AskAsync<ProcessStopped>(await ExitedAsync());

        Assert.Equal(
            (new ProcessExit.Code(3), ExitCause.Exited, false, 0),
            (stopped.Exit, stopped.Cause, stopped.Escalated, stopped.SurvivorsKilled)
        );
        Assert.Equal("out\n", Encoding.UTF8.GetString(stopped.StdoutTail.Bytes.Span));
        Assert.Equal("err\n", Encoding.UTF8.GetString(stopped.StderrTail.Bytes.Span));
    }

    [Fact]
    public async Task Should_report_the_signal_when_one_ends_a_process()
    {
        await StartAsync("kill -9 $$");

        await ExitedAsync();

        var exited = await _node.AskAsync<ProcessExited>(new WaitForExit(Key));
        Assert.Equal(new ProcessExit.Signal(9, CoreDumped: false), exited.Exit);
    }

    [Fact]
    public async Task Should_name_the_reason_when_the_command_does_not_exist()
    {
        var spec = new ProcessSpec { Command = ["no-such-command-anywhere"] };

        var rejected = await _node.AskAsync<CommandRejected>(new StartProcess(spec, Key));

        Assert.Equal((RejectReason.SpawnFailed, SpawnError.CommandNotFound), (rejected.Reason, rejected.SpawnError));
        Assert.Equal(RejectReason.NotFound, (await _node.AskAsync<CommandRejected>(new GetProcess(Key))).Reason);
    }

    [Fact]
    [Trait("Hazard", "1")]
    public async Task Should_end_a_process_that_ignores_sigterm()
    {
        await StartReadyAsync("trap '' TERM; echo ready; while :; do sleep 1; done");

        var stopped = await StopAsync(grace: 0.3);

        Assert.Equal((new ProcessExit.Signal(9, CoreDumped: false), true), (stopped.Exit, stopped.Escalated));
        Assert.Empty(Marked());
    }

    [Fact]
    [Trait("Hazard", "2")]
    public async Task Should_end_a_grandchild_that_ignores_sigterm_when_the_leader_dies()
    {
        await StartReadyAsync("(trap '' TERM; echo ready; while :; do sleep 1; done) & wait");

        var stopped = await StopAsync(grace: 0.3);

        Assert.Equal((new ProcessExit.Signal(15, CoreDumped: false), true), (stopped.Exit, stopped.Escalated));
        Assert.True(stopped.SurvivorsKilled > 0);
        Assert.Empty(Marked());
    }

    [Fact]
    [Trait("Hazard", "3")]
    public async Task Should_end_remaining_members_when_the_leader_exits()
    {
        await StartAsync("sleep 99 & exit 3");

        var exited = await _node.AskAsync<ProcessExited>(new WaitForExit(Key));
        var stopped = await StopAsync();

        Assert.Equal(new ProcessExit.Code(3), exited.Exit);
        Assert.True(exited.Ran < TimeSpan.FromSeconds(60));
        Assert.Equal((ExitCause.Exited, 1), (stopped.Cause, stopped.SurvivorsKilled));
        Assert.Empty(Marked());
    }

    [Fact]
    public async Task Should_continue_a_stopped_process_so_that_sigterm_reaches_it()
    {
        await StartReadyAsync("trap 'exit 7' TERM; echo ready; while :; do sleep 0.1; done");
        await _node.AskAsync<SignalSent>(new SignalProcess(Key, 19, SignalScope.Group));

        var stopped = await StopAsync(grace: 20);

        Assert.Equal((new ProcessExit.Code(7), false), (stopped.Exit, stopped.Escalated));
    }

    [Fact]
    [Trait("Hazard", "29")]
    public async Task Should_leave_nothing_when_a_stop_overtakes_a_start()
    {
        for (var i = 0; i < 20; i++)
        {
            var start = _node.AskAsync<IStartReply>(new StartProcess(Shell("sleep 99"), Key));
            var stop = _node.AskAsync<IStopReply>(new StopProcess(Key, Force: true));

            _ = await stop;
            var reply = await start;
            Assert.True(
                reply is ProcessStarted or CommandRejected { Reason: RejectReason.NotRunning },
                reply.ToString()
            );
            Assert.Empty(Marked());
        }
    }

    [Fact]
    [Trait("Hazard", "28")]
    [Trait("Hazard", "32")]
    public async Task Should_leave_nothing_and_reject_starts_when_it_shuts_down_among_starts()
    {
        var starts = Enumerable
            .Range(0, 20)
            .Select(_ => _node.AskAsync<IStartReply>(new StartProcess(Shell("sleep 99"))))
            .ToList();

        var stopped = await _node.AskAsync<ManagerStopped>(new ShutdownManager());

        Assert.All(
            await Task.WhenAll(starts),
            reply => Assert.True(reply is ProcessStarted or CommandRejected { Reason: RejectReason.ShuttingDown })
        );
        Assert.Equal(20, stopped.Outcomes.Count);
        Assert.Empty(Marked());
        var late = await _node.AskAsync<CommandRejected>(new StartProcess(Shell("true")));
        Assert.Equal(RejectReason.ShuttingDown, late.Reason);
    }

    [Fact]
    public async Task Should_begin_the_next_incarnation_as_soon_as_the_last_is_stopped()
    {
        for (var incarnation = 1; incarnation <= 20; incarnation++)
        {
            Assert.Equal(incarnation, (await StartAsync("exit 1")).Incarnation);
            await StopAsync();
        }
    }

    [Fact]
    public async Task Should_end_a_process_by_the_end_of_its_stdin()
    {
        await StartAsync("cat >/dev/null; exit 5", spec => spec with { Stdin = StdioMode.Piped });

        var stopped = await StopAsync();

        Assert.Equal((new ProcessExit.Code(5), false), (stopped.Exit, stopped.Escalated));
    }

    [Fact]
    public async Task Should_find_a_process_by_pid_and_list_it()
    {
        var started = await StartAsync("sleep 99");

        Assert.Equal(Key, (await _node.AskAsync<ProcessSnapshot>(new FindByPid(started.Pid))).Key);
        var list = await _node.AskAsync<ProcessList>(new ListProcesses(ProcessPhase.Running));
        Assert.Equal(started.Pid, Assert.Single(list.Processes).Pid);
    }

    [Fact]
    [Trait("Hazard", "44")]
    public async Task Should_kill_the_set_and_publish_lost_when_the_process_actor_throws()
    {
        await StartReadyAsync("(trap '' TERM; echo ready; while :; do sleep 1; done) & wait");
        var waiting = _node.AskAsync<ProcessLost>(new WaitForExit(Key));

        // It cannot survive a failure of the host.
        _node
            .System.ActorSelection($"/user/mcp-fuzzer/manager/p-{Key}")
            .Tell(new HostFailed(new InvalidOperationException("a bug")));

        var lost = await waiting;
        Assert.Equal((Key, 1), (lost.Key, lost.Incarnation));
        Assert.Empty(Marked());
        Assert.Equal(lost, await _node.AskAsync<ProcessLost>(new StopProcess(Key)));
    }

    private ProcessSpec Shell(string script) =>
        new()
        {
            Command = ["sh", "-c", script, _mark],
            Environment = new Dictionary<string, string?> { ["MARK"] = _mark },
        };

    private async Task<ProcessStarted> StartAsync(string script, Func<ProcessSpec, ProcessSpec>? with = null)
    {
        var spec = Shell(script);
        return await _node.AskAsync<ProcessStarted>(new StartProcess(with?.Invoke(spec) ?? spec, Key));
    }

    /// <summary>Waits for the line that the script writes when it is ready.</summary>
    private async Task StartReadyAsync(string script)
    {
        var started = await StartAsync(script, spec => spec with { Stdout = StdioMode.Piped });
        var attached = await _node.AskAsync<Client.Local.StdioAttached>(
            new Client.Local.AttachStdio(Key, started.Incarnation)
        );
        var read = await attached.Stdout!.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.StartsWith("ready", Encoding.UTF8.GetString(read.Buffer.FirstSpan), StringComparison.Ordinal);
        attached.Stdout.AdvanceTo(read.Buffer.End);
    }

    private Task<ProcessStopped> StopAsync(double? grace = null) =>
        _node.AskAsync<ProcessStopped>(
            new StopProcess(Key, Grace: grace is { } seconds ? TimeSpan.FromSeconds(seconds) : null)
        );

    private async Task<StopProcess> ExitedAsync()
    {
        await _node.AskAsync<ProcessExited>(new WaitForExit(Key));
        return new StopProcess(Key);
    }

    /// <summary>Living processes that carry this test's mark in their environment.</summary>
    private List<int> Marked() =>
        [
            .. Directory
                .EnumerateDirectories("/proc")
                .Select(Path.GetFileName)
                .Where(name => int.TryParse(name, CultureInfo.InvariantCulture, out _))
                .Select(name => int.Parse(name!, CultureInfo.InvariantCulture))
                .Where(pid => pid != Environment.ProcessId && HasMark(pid)),
        ];

    private bool HasMark(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/environ").Contains(_mark, StringComparison.Ordinal);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // It exited during the check, or belongs to another user.
            return false;
        }
    }
}
