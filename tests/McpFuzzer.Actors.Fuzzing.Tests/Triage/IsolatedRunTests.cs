using System.Text.Json;
using Akka.Configuration;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Fuzzing.Campaigns;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Fuzzing.Targets;
using McpFuzzer.Actors.Fuzzing.Triage;
using McpFuzzer.Actors.Mcp.Sessions;
using McpFuzzer.Actors.Mcp.Tests.Fakes;

namespace McpFuzzer.Actors.Fuzzing.Tests.Triage;

public sealed class IsolatedRunTests : TestKit
{
    private static readonly JsonElement Fine = JsonElement.Parse("""{"content":[]}""");
    private static readonly FuzzCase A = Given.Call("a");
    private static readonly FuzzCase B = Given.Call("b");
    private static readonly TimeSpan Quiet = Given.Quiet;
    private static readonly CampaignSettings Settings = CampaignSettings.Read(Config.Empty) with
    {
        Thresholds = Given.Thresholds,
    };

    private readonly VirtualTime _time = new();
    private readonly TestProbe _manager;

    public IsolatedRunTests() => _manager = CreateTestProbe();

    [Fact]
    public void Should_allow_each_part_of_a_run_its_time()
    {
        var run = RunOn(new ScriptedTarget());

        // Start 2 × 7, call 11, quiet 3, two probes of 5, last words 2, stop 30.
        Assert.Equal(70 * Given.Second, run.Longest(RunScript.Control(Quiet)));
        Assert.Equal(70 * Given.Second, run.Longest(RunScript.Alone(A, Quiet)));
        Assert.Equal(70 * Given.Second, run.Longest(new RunScript(RunMode.Together, [A, B], Quiet)));
        Assert.Equal(89 * Given.Second, run.Longest(new RunScript(RunMode.InTurn, [A, B, A], TimeSpan.Zero)));
        Assert.Equal(67 * Given.Second, run.Longest(new RunScript(RunMode.InTurn, [], TimeSpan.Zero)));
    }

    [Fact]
    public async Task Should_show_nothing_when_the_server_does_not_open()
    {
        var target = new ScriptedTarget
        {
            Connect = (_, _) =>
            {
                _time.Advance(4 * Given.Second);
                return Task.FromResult<ConnectResult>(new ConnectResult.Failed("no", Exit: null, OutputTail.Empty));
            },
        };

        var seen = await RunOn(target).RunAsync(RunScript.Alone(A, Quiet), CancellationToken.None);

        Assert.Equal((false, 4 * Given.Second, "Alone a0 3s"), (seen.Opened, seen.Took, Shown.Of(seen.Script)));
        Assert.True(seen.ProvenGone);
        Assert.Empty(target.Called);
        Assert.Equal(
            ("server", 7 * Given.Second, "2025-11-25"),
            (target.Start?.Target.Command[0], target.Start?.Timeout, target.Start?.Revision)
        );
    }

    [Fact]
    public async Task Should_show_nothing_when_it_is_cancelled_while_the_server_opens()
    {
        using var cancellation = new CancellationTokenSource();
        var target = new ScriptedTarget
        {
            Connect = async (_, cancelled) =>
            {
                _time.Advance(Given.Second);
                await cancellation.CancelAsync();
                throw new OperationCanceledException(cancelled);
            },
        };

        var seen = await RunOn(target).RunAsync(RunScript.Control(Quiet), cancellation.Token);

        Assert.Equal((false, Given.Second), (seen.Opened, seen.Took));
    }

    [Fact]
    public async Task Should_watch_without_a_call_when_it_is_a_control()
    {
        var target = new ScriptedTarget();
        var running = RunOn(target).RunAsync(RunScript.Control(Quiet), CancellationToken.None);
        await _time.UntilDueAsync(Quiet);
        target.Observer!.OnAnomaly(NoiseOf(null));
        target.Observer.OnToolsChanged();
        Assert.Single(target.Probes);
        _time.Advance(Quiet);
        var seen = await EndAsync(running);

        Assert.Equal((true, true, Quiet, true), (seen.Opened, seen.ShowsLife, seen.Took, seen.ProvenGone));
        Assert.Equal("stdout-noise", Assert.Single(seen.Stream).Category);
        Assert.Empty(seen.Calls);
        Assert.Equal([5 * Given.Second, 5 * Given.Second], target.Probes);
        Assert.Equal((true, false), (target.Disposed, target.Killed));
        Assert.Equal((null, false, ""), (seen.Exit, seen.StdoutClosed, seen.StderrTail));
    }

    [Fact]
    public async Task Should_kill_the_server_when_it_does_not_reply_after_the_wait()
    {
        var target = new ScriptedTarget { ShowsLife = probe => probe == 1 };
        var running = RunOn(target).RunAsync(RunScript.Control(Quiet), CancellationToken.None);
        await _time.PassAsync(Quiet);
        await _time.PassAsync(Settings.LastWords);
        var seen = await EndAsync(running);

        Assert.Equal((false, null, false), (seen.ShowsLife, seen.Exit, seen.StdoutClosed));
        Assert.Equal((true, false), (target.Killed, target.Disposed));
    }

    [Theory]
    [InlineData(ExitCause.Exited, 134)]
    [InlineData(ExitCause.Requested, null)]
    public async Task Should_end_the_wait_when_the_server_exits(ExitCause cause, int? code)
    {
        var target = new ScriptedTarget();
        var running = RunOn(target).RunAsync(RunScript.Control(Quiet), CancellationToken.None);
        await _time.UntilDueAsync(Quiet);
        target.Exit(cause);
        var seen = await EndAsync(running);

        Assert.Equal(code, (seen.Exit as ProcessExit.Code)?.Value);
        Assert.Equal((false, false, TimeSpan.Zero), (seen.ShowsLife, seen.StdoutClosed, seen.Took));
        Assert.Equal("boom\\u0007\n", seen.StderrTail);
    }

    [Fact]
    public async Task Should_check_each_reply_and_keep_evidence_that_names_its_call()
    {
        var target = new ScriptedTarget
        {
            Reply = call =>
                call.Tool == "a"
                    ? new McpReply.Error(-32603, "boom", null, Given.Second)
                    : new McpReply.Result(Fine, 2 * Given.Second),
        };
        var running = RunOn(target).RunAsync(new RunScript(RunMode.Together, [A, B], Quiet), CancellationToken.None);
        await _time.UntilDueAsync(Quiet);
        target.Observer!.OnAnomaly(NoiseOf(target.Called[1]));
        _time.Advance(Quiet);
        var seen = await EndAsync(running);

        Assert.Equal(["a 1", "b 2"], seen.Calls.Select(call => $"{call.Case.Tool} {call.Elapsed.TotalSeconds}"));
        Assert.Equal("internal-error", Assert.Single(seen.Calls[0].Assessment!.Candidates).Category);
        Assert.Empty(seen.Calls[1].Assessment!.Candidates);
        Assert.Empty(seen.Calls[0].Named);
        Assert.Equal(("stdout-noise", "b"), (seen.Calls[1].Named[0].Category, seen.Calls[1].Named[0].Tool));
        Assert.Equal(seen.Calls[1].Named, seen.Calls[1].Candidates);
        Assert.Empty(seen.Stream);
    }

    [Fact]
    public async Task Should_measure_a_reply_that_exceeds_a_limit_of_the_fuzzer()
    {
        var target = new ScriptedTarget { Reply = _ => new McpReply.Unreadable("depth", 4 * Given.Second) };
        var running = RunOn(target).RunAsync(RunScript.Alone(A, TimeSpan.Zero), CancellationToken.None);
        var call = Assert.Single((await EndAsync(running)).Calls);

        Assert.Equal((4 * Given.Second, "reply-slow"), (call.Elapsed, Assert.Single(call.Candidates).Category));
    }

    [Fact]
    public async Task Should_show_the_exit_when_a_call_ends_the_server()
    {
        var target = new ScriptedTarget { Reply = _ => new McpReply.Lost(Written: true) };
        var running = RunOn(target).RunAsync(RunScript.Alone(A, Quiet), CancellationToken.None);
        await _time.UntilDueAsync(Quiet);
        target.Exit(ExitCause.Exited);
        var seen = await EndAsync(running);

        Assert.Equal((new ProcessExit.Code(134), false), (seen.Exit, seen.StdoutClosed));
        Assert.Equal((null, TimeSpan.Zero), (seen.Calls[0].Assessment, seen.Calls[0].Elapsed));
        Assert.True(target.Killed);
    }

    [Fact]
    public async Task Should_report_a_closed_stdout_when_the_server_still_runs_after_a_lost_call()
    {
        var target = new ScriptedTarget
        {
            Reply = _ => new McpReply.Lost(Written: true),
            ShowsLife = probe => probe == 1,
        };
        var running = RunOn(target).RunAsync(RunScript.Alone(A, Quiet), CancellationToken.None);
        await _time.PassAsync(Quiet);
        await _time.PassAsync(Settings.LastWords);
        var seen = await EndAsync(running);

        Assert.Equal((true, null, false), (seen.StdoutClosed, seen.Exit, seen.ShowsLife));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Should_probe_while_a_call_is_still_in_flight(bool showsLife)
    {
        var target = new ScriptedTarget { ShowsLife = probe => probe == 1 || showsLife };
        var running = RunOn(target).RunAsync(RunScript.Alone(A, TimeSpan.Zero), CancellationToken.None);
        await _time.UntilDueAsync(11 * Given.Second);
        await _time.PassAsync(6 * Given.Second);
        Assert.Equal(2, target.Probes.Count);
        await _time.PassAsync(5 * Given.Second);
        if (!showsLife)
        {
            await _time.PassAsync(Settings.LastWords);
        }

        var seen = await EndAsync(running);

        Assert.Equal((showsLife, 2, !showsLife), (seen.ShowsLife, target.Probes.Count, target.Killed));
        Assert.Equal(
            (null, 11 * Given.Second, false),
            (seen.Calls[0].Assessment, seen.Calls[0].Elapsed, seen.Calls[0].Progressed)
        );
        Assert.False(seen.StdoutClosed);
    }

    [Fact]
    public async Task Should_keep_that_the_server_reported_progress()
    {
        var target = new ScriptedTarget();
        var running = RunOn(target).RunAsync(RunScript.Alone(A, TimeSpan.Zero), CancellationToken.None);
        await _time.UntilDueAsync(6 * Given.Second);
        target.Called[0].Progress!();
        await _time.PassAsync(11 * Given.Second);

        Assert.True((await EndAsync(running)).Calls[0].Progressed);
    }

    [Fact]
    public async Task Should_wait_as_long_as_the_campaign_if_that_is_longer()
    {
        var target = new ScriptedTarget();
        var running = RunOn(target, callTimeout: 20 * Given.Second)
            .RunAsync(RunScript.Alone(A, TimeSpan.Zero), CancellationToken.None);
        await _time.UntilDueAsync(15 * Given.Second);
        await _time.PassAsync(20 * Given.Second);

        Assert.Equal(20 * Given.Second, (await EndAsync(running)).Calls[0].Elapsed);
    }

    [Fact]
    public async Task Should_show_life_when_one_of_several_probes_found_some()
    {
        var target = new ScriptedTarget { ShowsLife = probe => probe == 2 };
        var running = RunOn(target)
            .RunAsync(new RunScript(RunMode.Together, [A, B], TimeSpan.Zero), CancellationToken.None);
        await _time.UntilDueAsync(6 * Given.Second);
        Assert.Equal(["a", "b"], target.Called.Select(call => call.Tool));
        await _time.PassAsync(11 * Given.Second);

        var seen = await EndAsync(running);

        Assert.Equal((true, 3), (seen.ShowsLife, target.Probes.Count));
    }

    [Fact]
    public async Task Should_stop_sending_when_a_call_in_turn_has_no_reply()
    {
        var target = new ScriptedTarget
        {
            Reply = call =>
                call.Tool == "a" ? new McpReply.Result(Fine, Given.Second) : new McpReply.Lost(Written: true),
        };
        var script = new RunScript(RunMode.InTurn, [A, B, Given.Call("a", 1)], TimeSpan.Zero);
        var seen = await EndAsync(RunOn(target).RunAsync(script, CancellationToken.None));

        Assert.Equal(["a0", "b0"], seen.Calls.Select(call => Shown.Of(call.Case)));
        Assert.Equal(2, target.Called.Count);
    }

    [Fact]
    public async Task Should_send_each_call_in_turn_when_all_are_answered()
    {
        var target = new ScriptedTarget { Reply = _ => new McpReply.Result(Fine, Given.Second) };
        var script = new RunScript(RunMode.InTurn, [B, A], TimeSpan.Zero);
        var seen = await EndAsync(RunOn(target).RunAsync(script, CancellationToken.None));

        Assert.Equal(["b0", "a0"], seen.Calls.Select(call => Shown.Of(call.Case)));
    }

    [Fact]
    public async Task Should_end_the_server_and_show_nothing_when_it_is_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        var target = new ScriptedTarget();
        var running = RunOn(target).RunAsync(RunScript.Alone(A, Quiet), cancellation.Token);
        await _time.UntilDueAsync(6 * Given.Second);
        _time.Advance(Given.Second);
        await cancellation.CancelAsync();
        var seen = await EndAsync(running);

        Assert.Equal((false, Given.Second, true), (seen.Opened, seen.Took, target.Killed));
    }

    [Fact]
    public async Task Should_show_nothing_when_it_is_cancelled_while_it_watches()
    {
        using var cancellation = new CancellationTokenSource();
        var target = new ScriptedTarget();
        var running = RunOn(target).RunAsync(RunScript.Control(Quiet), cancellation.Token);
        await _time.UntilDueAsync(Quiet);
        await cancellation.CancelAsync();

        Assert.False((await EndAsync(running)).Opened);
        Assert.Single(target.Probes);
    }

    [Fact]
    public async Task Should_not_be_proven_gone_when_a_process_remains()
    {
        var running = RunOn(new ScriptedTarget { Reply = _ => new McpReply.Result(Fine, Given.Second) })
            .RunAsync(RunScript.Alone(A, TimeSpan.Zero), CancellationToken.None);

        Assert.False((await EndAsync(running, stop => new ProcessUnkillable(stop.Key, 3, [4711]))).ProvenGone);
    }

    [Fact]
    public async Task Should_keep_no_more_of_the_stream_than_is_useful()
    {
        var target = new ScriptedTarget();
        var running = RunOn(target).RunAsync(RunScript.Control(Quiet), CancellationToken.None);
        await _time.UntilDueAsync(Quiet);
        for (var line = 0; line < 1_100; line++)
        {
            target.Observer!.OnAnomaly(NoiseOf(null));
        }

        _time.Advance(Quiet);

        Assert.Equal(1_000, (await EndAsync(running)).Stream.Count);
    }

    private static StreamAnomaly NoiseOf(ToolCall? call) =>
        new(StreamAnomalyKind.Noise, "hello") { Excerpt = "hello", Call = call };

    private IsolatedRun RunOn(ScriptedTarget target, TimeSpan? callTimeout = null) =>
        new(
            new TargetRuns(
                target,
                _manager,
                new ProcessSpec { Command = ["server"] },
                Settings,
                7 * Given.Second,
                callTimeout ?? Given.CallTimeout,
                _time
            ),
            new ReplyOracle([], Given.Thresholds, "2025-11-25"),
            ["a", "b"],
            "2025-11-25"
        );

    /// <summary>Answers the one question that a run asks at its end: whether the server is gone.</summary>
    private async Task<Observation> EndAsync(Task<Observation> running, Func<StopProcess, object>? answer = null)
    {
        var stop = await _manager.ExpectMsgAsync<StopProcess>(30 * Given.Second);
        Assert.Equal(("scripted", 3), (stop.Key.Value, stop.Incarnation));
        _manager.Reply(answer?.Invoke(stop) ?? new CommandRejected(RejectReason.NotFound, "gone"));
        return await running;
    }
}
