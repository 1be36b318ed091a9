using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Node.Progress;

namespace McpFuzzer.Actors.Node.Tests.Progress;

public sealed class ProgressTextTests
{
    private static readonly ProgressView View = new(
        Stage: "fuzzing",
        InStage: TimeSpan.FromSeconds(62),
        Sent: 448,
        NotSent: 0,
        Planned: 702,
        Share: 0.6,
        Rate: 35.7,
        Left: new TimeLeft(TimeSpan.FromSeconds(8), IsLimit: false),
        Findings: [new SeverityCount(Severity.Medium, 1), new SeverityCount(Severity.Low, 2)],
        Restarts: 2,
        Doing: "calling divide"
    );

    [Fact]
    public void Should_show_everything_in_one_line() =>
        Assert.Equal(
            "fuzzing: 448 of at most 702 cases, 35/s, about 8s left, findings: 1 medium, 2 low, 2 restarts",
            ProgressText.Line(View)
        );

    [Fact]
    public void Should_leave_out_unknown_values() =>
        Assert.Equal(
            "fuzzing: 448 of at most 702 cases, no findings, 1 restart",
            ProgressText.Line(View with { Rate = null, Left = null, Findings = [], Restarts = 1 })
        );

    [Fact]
    public void Should_say_how_many_cases_are_not_sent()
    {
        var view = View with { Stage = "stopping", Sent = 626, NotSent = 76, Rate = null, Left = null };

        Assert.Equal(
            "stopping: 626 of at most 702 cases, 76 not sent, findings: 1 medium, 2 low, 2 restarts",
            ProgressText.Line(view)
        );
        Assert.Equal("626/702 cases, 76 not sent", ProgressText.CasesBesideBar(view));
    }

    [Fact]
    public void Should_call_the_end_of_the_duration_a_limit() =>
        Assert.Equal(
            "fuzzing for 1m2s, 35/s, at most 8s left, 2 restarts",
            ProgressText.Figures(View with { Left = new TimeLeft(TimeSpan.FromSeconds(8.9), IsLimit: true) })
        );

    [Fact]
    public void Should_show_only_the_stage_when_no_case_is_planned_yet()
    {
        Assert.Equal("starting", ProgressText.Line(View with { Stage = "starting", Planned = 0 }));
    }

    [Fact]
    public void Should_show_the_times_of_a_stage() =>
        Assert.Equal("fuzzing for 1m2s, 35/s, about 8s left, 2 restarts", ProgressText.Figures(View));

    [Fact]
    public void Should_show_a_stage_without_unknown_values_and_without_zero_restarts() =>
        Assert.Equal("fuzzing for 1m2s", ProgressText.Figures(View with { Rate = null, Left = null, Restarts = 0 }));

    [Theory]
    [InlineData(0.44, "0.4/s")]
    [InlineData(3.0, "3/s")]
    [InlineData(99.9, "99/s")]
    public void Should_show_a_tenth_of_a_low_rate(double rate, string expected) =>
        Assert.Contains(expected, ProgressText.Line(View with { Rate = rate }), StringComparison.Ordinal);

    [Theory]
    [InlineData(0.9, "0s")]
    [InlineData(59, "59s")]
    [InlineData(60, "1m")]
    [InlineData(3_599, "59m59s")]
    [InlineData(90_061, "1d1h1m1s")]
    public void Should_show_a_duration_in_whole_seconds(double seconds, string expected) =>
        Assert.Equal(expected, WholeSeconds.Show(TimeSpan.FromSeconds(seconds)));
}
