using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Reports;
using McpFuzzer.Actors.Node.CommandLine;
using McpFuzzer.Actors.Node.Replays;
using McpFuzzer.Actors.Node.Tests.Campaigns;

namespace McpFuzzer.Actors.Node.Tests.Replays;

public sealed class ReplayPlanTests
{
    private static readonly Finding First = Campaign.Finding(Severity.High) with { Id = "aa" };
    private static readonly Finding Second = Campaign.Finding(Severity.Low) with { Id = "bb" };

    [Fact]
    public void Should_replay_all_on_the_recorded_target_when_nothing_else_is_said()
    {
        var plan = ReplayPlan.Of(
            new RecordedFindings(new ReportTarget(["node", "s.js"], false, [], true, "/w"), [First, Second]),
            Options()
        );

        Assert.Equal(["node", "s.js"], plan.Target.Command);
        Assert.True(plan.Target.CleanEnvironment);
        Assert.Equal("/w", plan.Target.WorkingDirectory);
        Assert.Equal([First, Second], plan.Findings);
    }

    [Fact]
    public void Should_take_the_finding_and_the_command_when_they_are_given()
    {
        var plan = ReplayPlan.Of(Recorded(masked: true), Options("bb", "node", "--token=real"));

        Assert.Equal(["node", "--token=real"], plan.Target.Command);
        Assert.Equal([Second], plan.Findings);
    }

    [Fact]
    public void Should_ask_for_the_command_when_a_part_of_it_was_masked()
    {
        var refused = Assert.Throws<UsageException>(() => ReplayPlan.Of(Recorded(masked: true), Options("aa")));

        Assert.Equal(
            "findings.json: a part of the recorded command is masked as a secret; give the whole command after --",
            refused.Message
        );
    }

    [Fact]
    public void Should_name_the_known_findings_when_there_is_no_such()
    {
        var refused = Assert.Throws<UsageException>(() => ReplayPlan.Of(Recorded(masked: false), Options("cc")));

        Assert.Equal("--finding = cc: no such finding; the file holds aa, bb", refused.Message);
    }

    private static RecordedFindings Recorded(bool masked) =>
        new(new ReportTarget(["node", "--token=***"], masked, [], false, null), [First, Second]);

    private static ReplayOptions Options(string? id = null, params string[] target) =>
        new("findings.json", id, target.Length == 0 ? null : target, new ConfigurationOptions(null, []));
}
