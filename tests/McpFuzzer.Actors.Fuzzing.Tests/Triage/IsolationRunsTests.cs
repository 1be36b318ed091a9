using Akka.Configuration;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Fuzzing.Campaigns;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Fuzzing.Targets;
using McpFuzzer.Actors.Fuzzing.Triage;
using McpFuzzer.Actors.Mcp.Sessions;
using McpFuzzer.Actors.Mcp.Tests.Fakes;

namespace McpFuzzer.Actors.Fuzzing.Tests.Triage;

public sealed class IsolationRunsTests : TestKit
{
    private static readonly TimeSpan Backstop = 30 * Given.Second;
    private static readonly FuzzCase A = Given.Call("a");
    private static readonly RunScript Script = new(RunMode.InTurn, [A], TimeSpan.Zero);
    private static readonly CampaignSettings Settings = CampaignSettings.Read(Config.Empty) with
    {
        Thresholds = Given.Thresholds,
        Isolation = Given.Settings,
    };

    private readonly ScriptedTarget _target = new()
    {
        Connect = (_, _) =>
            Task.FromResult<ConnectResult>(new ConnectResult.Failed("no", Exit: null, OutputTail.Empty)),
    };

    private readonly TestProbe _campaign;
    private readonly TestProbe _executor;
    private readonly IsolationRuns _runs;

    public IsolationRunsTests()
        : base("akka.loglevel = WARNING")
    {
        _campaign = CreateTestProbe();
        _executor = CreateTestProbe();
        var targets = new TargetRuns(
            _target,
            CreateTestProbe(),
            new ProcessSpec { Command = ["server"] },
            Settings,
            7 * Given.Second,
            Given.CallTimeout,
            new VirtualTime()
        );
        _runs = new IsolationRuns(targets, _executor, _campaign);
        _runs.Equip(new ReplyOracle([], Given.Thresholds, "2025-11-25"), ["a"], "2025-11-25");
    }

    [Fact]
    public async Task Should_run_a_script_as_an_operation_of_the_executor()
    {
        var execute = Start(1);

        // Start 2 × 7, call 11, two probes of 5, last words 2, stop 30.
        Assert.Equal(67 * Given.Second, execute.Timeout);
        Assert.Equal(_campaign, _executor.LastSender);
        var seen = Assert.IsType<Observation>(await execute.Operation(CancellationToken.None));
        Assert.Equal("InTurn a0 0s", Shown.Of(seen.Script));
        Assert.Equal("2025-11-25", _target.Start?.Revision);
    }

    [Fact]
    public void Should_return_what_a_run_has_shown_once()
    {
        var first = Start(1);
        var second = Start(2);
        var seen = Seen.Run(Script).Replying(Given.Internal("a", "x"));

        Assert.Equal(new TriageInput.RunEnded(2, seen), Take(second, new OperationOutcome.Succeeded(seen)));
        Assert.Null(Take(second, new OperationOutcome.Succeeded(seen)));
        Assert.Equal(new TriageInput.RunEnded(1, seen), Take(first, new OperationOutcome.Succeeded(seen)));
    }

    [Fact]
    public void Should_show_nothing_when_a_run_was_rejected_or_cancelled()
    {
        var rejected = new OperationRejected(Start(1).RequestId, RejectReason.Overloaded, "no");

        Assert.Equal(Nothing(1, TimeSpan.Zero), _runs.Take(rejected));
        Assert.Null(_runs.Take(rejected));
        Assert.Equal(Nothing(2, TimeSpan.Zero), Take(Start(2), new OperationOutcome.Cancelled(Abandoned: false)));
    }

    [Fact]
    public void Should_count_the_time_of_a_run_that_took_too_long() =>
        Assert.Equal(
            Nothing(1, 30 * Given.Second),
            Take(Start(1), new OperationOutcome.TimedOut(30 * Given.Second, Abandoned: true))
        );

    [Fact]
    public void Should_cancel_a_run_which_still_ends()
    {
        Start(1);
        var second = Start(2);

        _runs.Cancel(2);

        Assert.Equal(second.RequestId, _executor.ExpectMsg<CancelOperation>(Backstop).RequestId);
        Assert.Equal(2, Take(second, new OperationOutcome.Cancelled(Abandoned: false))?.Run);
    }

    [Fact]
    public void Should_take_nothing_that_it_has_not_started()
    {
        Start(1);

        Assert.Null(
            _runs.Take(new OperationCompleted(RequestId.New(), new OperationOutcome.Cancelled(false), 1, TimeSpan.Zero))
        );
        Assert.Null(_runs.Take(new OperationRejected(RequestId.New(), RejectReason.Overloaded, "no")));
    }

    [Fact]
    public void Should_fail_when_a_run_failed()
    {
        var failure = Assert.Throws<InvalidOperationException>(() =>
            Take(Start(1), new OperationOutcome.Failed("IOException", "broken"))
        );

        Assert.StartsWith("an isolation run may not end with Failed", failure.Message, StringComparison.Ordinal);
    }

    private static TriageInput.RunEnded Nothing(int run, TimeSpan took) => new(run, Observation.Nothing(Script, took));

    private Execute Start(int run)
    {
        _runs.Start(run, Script);
        return _executor.ExpectMsg<Execute>(Backstop);
    }

    private TriageInput.RunEnded? Take(Execute execute, OperationOutcome outcome) =>
        _runs.Take(new OperationCompleted(execute.RequestId, outcome, 1, TimeSpan.Zero));
}
