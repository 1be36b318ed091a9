using System.Text.Json;
using McpFuzzer.Actors.Fuzzing.Campaigns;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Tests.Campaigns;

public sealed class JudgementTests
{
    private static readonly JsonElement Result = JsonDocument
        .Parse("""{"content":[{"type":"text","text":"ok"}]}""")
        .RootElement.Clone();

    private readonly CampaignRecord _record = new(PlannedCases.Spec(), PlannedCases.Settings, new SuspicionBook());
    private readonly Judgement _judgement;
    private long _attempts;

    public JudgementTests() => _judgement = new Judgement(_record);

    [Fact]
    public void Should_not_call_a_server_stuck_that_takes_its_calls_one_by_one()
    {
        _judgement.Stuck(Sent(3), [], "");

        RunAgainAlone(TimeSpan.FromSeconds(2.5));

        Assert.DoesNotContain(_record.Findings.Findings, finding => finding.Category == Categories.ServerStuck);
    }

    [Fact]
    public void Should_call_a_server_stuck_that_answers_each_call_at_once_when_it_is_alone()
    {
        _judgement.Stuck(Sent(3), [], "");

        RunAgainAlone(TimeSpan.FromMilliseconds(5));

        var finding = Assert.Single(_record.Findings.Findings);
        Assert.Equal((Categories.ServerStuck, null), (finding.Category, finding.Tool));
        Assert.Equal(3, finding.Sequence.Count);
    }

    [Fact]
    public void Should_say_that_stdout_was_closed_when_it_was()
    {
        _judgement.ClosedStdout(Sent(2), [], "");

        RunAgainAlone(TimeSpan.FromMilliseconds(5));

        var finding = Assert.Single(_record.Findings.Findings);
        Assert.Equal(Categories.ServerStuck, finding.Category);
        Assert.Contains("closed its stdout", finding.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_tell_what_was_seen_before_the_tools_were_listed_only_once_they_are()
    {
        _judgement.Anomaly([], [], new StreamAnomaly(StreamAnomalyKind.Noise, "a banner"));
        Assert.Empty(_record.TakeEffects());

        _record.Plan([], (_, _) => []);

        Assert.IsType<CampaignEffect.TellFinding>(Assert.Single(_record.TakeEffects()));
    }

    private Attempt[] Sent(int count)
    {
        FuzzCase[] cases = [.. Enumerable.Range(0, count).Select(index => PlannedCases.Of("a", index))];
        _record.Plan(cases, (_, _) => []);
        return [.. cases.Select(planned => Attempt(planned, null, alone: false))];
    }

    private void RunAgainAlone(TimeSpan elapsed)
    {
        while (!_judgement.Trials.IsEmpty)
        {
            var retrial = _judgement.Trials.Take();
            _judgement.Answered(
                Attempt(retrial.Case, retrial, alone: true),
                new McpReply.Result(Result, elapsed),
                elapsed
            );
        }
    }

    private Attempt Attempt(FuzzCase planned, Retrial? retrial, bool alone) =>
        new(_attempts++, planned, _record.Spec.CallTimeout, exclusive: alone, retrial) { Alone = alone };
}
