using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Campaigns;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Tests.Campaigns;

public sealed class CampaignReportTests
{
    private static readonly CampaignState Ended = new()
    {
        Places = [Place.Empty],
        Stage = CampaignStage.Ending,
        EndedBy = CampaignEnd.Completed,
        Queue = new CaseQueue().Add([], isOver: true, atMost: 7),
    };

    [Fact]
    public void Should_not_report_a_tool_as_never_called_when_the_end_cut_off_its_call()
    {
        var cut = PlannedCases.Of("a", 0);
        var campaign = DrivenCampaign.Fuzzing(PlannedCases.Spec(), cut);
        campaign.Feed(new CampaignInput.End(CampaignEnd.Duration));
        campaign.Closed(1, cut);

        Assert.Equal(
            new ToolNote("a", ToolShortfall.CutShort, 1, "the run was ended by --duration"),
            Assert.Single(Summary(campaign.State).ToolNotes)
        );
    }

    [Fact]
    public void Should_add_no_note_for_a_tool_whose_cases_were_all_sent()
    {
        var summary = Summary(Ended with { Tally = Counted((CaseOutcome.Succeeded, 2)) });

        Assert.Empty(summary.ToolNotes);
        Assert.Equal(["a"], summary.Tools);
        Assert.Equal((2, 7), (summary.Cases, summary.Planned));
    }

    [Fact]
    public void Should_note_a_tool_that_was_never_called()
    {
        var state = Ended with { EndedBy = CampaignEnd.Duration, Tally = Counted((CaseOutcome.NotSent, 3)) };

        var summary = Summary(state);

        Assert.Equal(
            [new ToolNote("a", ToolShortfall.NeverCalled, 3, "the run was ended by --duration")],
            summary.ToolNotes
        );
        Assert.Empty(summary.Tools);
        Assert.Equal(0, summary.Cases);
    }

    [Theory]
    [InlineData(CampaignEnd.Duration, "the run was ended by --duration")]
    [InlineData(CampaignEnd.MaxFindings, "the run was ended by --max-findings")]
    [InlineData(CampaignEnd.Interrupted, "the run was interrupted")]
    [InlineData(CampaignEnd.TargetFailed, "the run ended because the target failed")]
    public void Should_note_why_the_cases_of_a_tool_were_cut_short(CampaignEnd end, string reason)
    {
        var tally = Counted((CaseOutcome.Succeeded, 1), (CaseOutcome.NotSent, 4));

        var note = Assert.Single(Summary(Ended with { EndedBy = end, Tally = tally }).ToolNotes);

        Assert.Equal(new ToolNote("a", ToolShortfall.CutShort, 4, reason), note);
    }

    [Fact]
    public void Should_note_a_tool_as_cut_short_when_the_plan_had_more()
    {
        var state = Ended with
        {
            EndedBy = CampaignEnd.Interrupted,
            Tally = Counted((CaseOutcome.Succeeded, 1)),
            Queue = new CaseQueue().Add([], isOver: false, atMost: 100),
        };

        Assert.Equal(ToolShortfall.CutShort, Assert.Single(Summary(state).ToolNotes).Shortfall);
    }

    [Fact]
    public void Should_note_a_tool_that_was_given_up()
    {
        var state = Ended with
        {
            Tally = Counted((CaseOutcome.TimedOut, 3), (CaseOutcome.NotSent, 4)),
            Queue = Ended.Queue with { GivenUp = ["a"] },
        };

        var note = Assert.Single(Summary(state).ToolNotes);

        Assert.Equal((ToolShortfall.CutShort, 4), (note.Shortfall, note.Cases));
        Assert.Equal("given up after too many hangs (--max-hangs) or crashes (max-crashes)", note.Reason);
    }

    [Fact]
    public void Should_note_a_tool_that_accepted_no_call_with_its_reason()
    {
        var tally = Counted((CaseOutcome.ToolError, 2), (CaseOutcome.RpcError, 1)).Hear("a", "set API_KEY");

        var note = Assert.Single(Summary(Ended with { Tally = tally }).ToolNotes);

        Assert.Equal(
            new ToolNote("a", ToolShortfall.NeverAccepted, 3, "it rejected each of its 3 calls, with: set API_KEY"),
            note
        );
    }

    [Fact]
    public void Should_note_a_tool_whose_replies_exceed_a_limit_of_the_fuzzer()
    {
        var tally = Counted((CaseOutcome.Succeeded, 3)).LeaveUnread("a", "long lines").LeaveUnread("a", "long lines");

        var note = Assert.Single(Summary(Ended with { Tally = tally }).ToolNotes);

        Assert.Equal(new ToolNote("a", ToolShortfall.NotRead, 2, "mcpfuzzer does not read long lines"), note);
    }

    [Fact]
    public void Should_add_no_note_for_a_tool_that_rejected_only_invalid_arguments()
    {
        var invalid = PlannedCases.Of("a", 0) with { Violation = "/n: type" };
        var tally = new CaseTally().Count(invalid, CaseOutcome.RpcError);

        Assert.Empty(Summary(Ended with { Tally = tally }).ToolNotes);
    }

    [Fact]
    public void Should_add_what_is_not_covered_and_not_isolated()
    {
        var notCovered = new ToolNote("a", ToolShortfall.NotCovered, 40, "more to try");
        var state = Ended with
        {
            Tally = Counted((CaseOutcome.Succeeded, 1)),
            Conclusion = new Fuzzing.Triage.TriageEffect.Concluded([], ["crash: the server exits"]),
        };

        var summary = Summary(state, notCovered);

        Assert.Equal([notCovered], summary.ToolNotes);
        Assert.Equal(["crash: the server exits"], summary.NotIsolated);
    }

    [Theory]
    [InlineData("Starting", null, "starting")]
    [InlineData("Fuzzing", null, "fuzzing")]
    [InlineData("Settling", null, "fuzzing")]
    [InlineData("Ending", CampaignEnd.Duration, "stopping")]
    public void Should_show_its_progress(string stage, CampaignEnd? end, string shown)
    {
        var activity = new CampaignActivity("isolating crash", "a", TimeSpan.FromSeconds(3));
        var state = Ended with
        {
            Stage = Enum.Parse<CampaignStage>(stage),
            EndedBy = end,
            LastTool = "a",
            Restarts = 2,
            Tally = Counted((CaseOutcome.Succeeded, 3)),
        };

        var snapshot = CampaignReport.Snapshot("c", state, findings: 1, activity);

        Assert.Equal((shown, 7, 3, 1), (snapshot.Stage, snapshot.Planned, snapshot.Completed, snapshot.Findings));
        Assert.Equal((2, "a", activity), (snapshot.Restarts, snapshot.Tool, snapshot.Activity));
    }

    private static CaseTally Counted(params (CaseOutcome Outcome, int Times)[] counts) =>
        counts
            .SelectMany(count => Enumerable.Repeat(count.Outcome, count.Times))
            .Aggregate(new CaseTally(), (tally, outcome) => tally.Count(PlannedCases.Of("a", 0), outcome));

    private static CampaignSummary Summary(CampaignState state, params ToolNote[] notCovered) =>
        CampaignReport.Summary(
            PlannedCases.Spec(),
            PlannedCases.Settings,
            state,
            new CampaignTools([ScriptedServer.Tool("a")], ["wipe"], notCovered),
            new ServerIdentity("scripted", "1", "2025-11-25"),
            DateTimeOffset.UnixEpoch,
            TimeSpan.FromSeconds(1)
        );
}
