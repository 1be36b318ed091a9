using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Node.Campaigns;

namespace McpFuzzer.Actors.Node.Tests.Campaigns;

public sealed class FuzzVerdictTests
{
    private static readonly TargetFailure Failure = new("no such command", "");

    [Theory]
    [InlineData(null, Severity.Medium, 0)]
    [InlineData(Severity.Info, Severity.Low, 0)]
    [InlineData(Severity.Low, Severity.Low, 1)]
    [InlineData(Severity.Low, Severity.Medium, 0)]
    [InlineData(Severity.Medium, Severity.Medium, 1)]
    [InlineData(Severity.Medium, Severity.High, 0)]
    [InlineData(Severity.High, Severity.High, 1)]
    [InlineData(Severity.High, null, 0)]
    public void Should_be_one_when_a_finding_reaches_the_threshold(Severity? found, Severity? failOn, int expected) =>
        Assert.Equal(
            expected,
            FuzzVerdict.ExitCode(
                found is { } severity ? Campaign.Completed(findings: severity) : Campaign.Completed(),
                failOn,
                null
            )
        );

    [Fact]
    public void Should_be_three_when_the_target_failed_before_a_call()
    {
        var completed = Campaign.Completed(cases: 0, failure: Failure, findings: Severity.High);

        Assert.Equal(3, FuzzVerdict.ExitCode(completed, Severity.Low, null));
    }

    [Fact]
    public void Should_be_one_when_the_target_failed_after_calls_that_found_something()
    {
        var found = Campaign.Completed(cases: 1, failure: Failure, findings: Severity.High);

        Assert.Equal(1, FuzzVerdict.ExitCode(found, Severity.Low, null));
        Assert.Equal(3, FuzzVerdict.ExitCode(Campaign.Completed(cases: 1, failure: Failure), Severity.Low, null));
    }

    [Fact]
    public void Should_be_two_when_the_server_has_none_of_the_requested_tools()
    {
        var asked = Failure with { IsWrongUsage = true };

        Assert.Equal(2, FuzzVerdict.ExitCode(Campaign.Completed(cases: 0, failure: asked), Severity.Low, null));
    }

    [Theory]
    [InlineData(CampaignEnd.Completed)]
    [InlineData(CampaignEnd.Duration)]
    [InlineData(CampaignEnd.MaxFindings)]
    [InlineData(CampaignEnd.Interrupted)]
    public void Should_never_be_zero_when_no_call_was_sent(CampaignEnd end)
    {
        Assert.Equal(3, FuzzVerdict.ExitCode(Campaign.Completed(cases: 0, end: end), Severity.Low, null));
        Assert.Equal(3, FuzzVerdict.ExitCode(Campaign.Completed(cases: 0, end: end), null, null));
        Assert.Equal(130, FuzzVerdict.ExitCode(Campaign.Completed(cases: 0, end: end), Severity.Low, 130));
    }

    [Fact]
    public void Should_be_one_when_no_call_was_sent_but_something_was_found() =>
        Assert.Equal(
            1,
            FuzzVerdict.ExitCode(Campaign.Completed(cases: 0, findings: Severity.Medium), Severity.Medium, null)
        );

    [Theory]
    [InlineData(0, true, 0)]
    [InlineData(0, false, 4)]
    [InlineData(1, false, 1)]
    [InlineData(3, false, 3)]
    [InlineData(143, false, 143)]
    [InlineData(1, true, 1)]
    public void Should_be_four_when_a_report_is_missing_after_a_clean_run(int exitCode, bool written, int expected) =>
        Assert.Equal(expected, FuzzVerdict.WithReports(exitCode, written));

    [Theory]
    [InlineData(130)]
    [InlineData(143)]
    public void Should_be_that_of_the_signal_that_ended_it(int signalled)
    {
        Assert.Equal(
            signalled,
            FuzzVerdict.ExitCode(Campaign.Completed(findings: Severity.High), Severity.Low, signalled)
        );
        Assert.Equal(signalled, FuzzVerdict.ExitCode(Campaign.Completed(failure: Failure), Severity.Low, signalled));
    }

    [Fact]
    public void Should_leave_no_report_when_the_target_never_replied()
    {
        Assert.False(FuzzVerdict.IsWorthReporting(Campaign.Completed(cases: 0, failure: Failure)));
        Assert.True(FuzzVerdict.IsWorthReporting(Campaign.Completed(cases: 1, failure: Failure)));
        Assert.False(
            FuzzVerdict.IsWorthReporting(Campaign.Completed(cases: 0, failure: Failure, findings: Severity.Low))
        );
        Assert.True(FuzzVerdict.IsWorthReporting(Campaign.Completed(cases: 0)));
    }
}
