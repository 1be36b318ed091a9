using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Reports;
using McpFuzzer.Actors.Node.CommandLine;
using McpFuzzer.Actors.Node.Replays;
using McpFuzzer.Actors.Node.Tests.Campaigns;
using McpFuzzer.Actors.Node.Tests.CommandLine;

namespace McpFuzzer.Actors.Node.Tests.Replays;

public sealed class ReplayVerbTests
{
    private static readonly Finding First = Campaign.Finding(Severity.High) with { Id = "aa" };
    private static readonly Finding Second = Campaign.Finding(Severity.Low) with { Id = "bb" };
    private static readonly ReportTarget Masked = new(["node", "--token=***"], true, [], false, null);

    [Fact]
    public void Should_replay_all_on_the_recorded_target_when_no_other_is_given()
    {
        var replay = Typed.Verb<ReplayVerb>("replay findings.json");

        var target = replay.TargetOf(new ReportTarget(["node", "s.js"], false, [], true, "/w"));

        Assert.Equal(["node", "s.js"], target.Command);
        Assert.True(target.CleanEnvironment);
        Assert.Equal("/w", target.WorkingDirectory);
        Assert.Equal([First, Second], replay.Chosen([First, Second]));
    }

    [Fact]
    public void Should_use_the_finding_and_the_command_when_they_are_given()
    {
        var replay = Typed.Verb<ReplayVerb>("replay out/findings.json --finding bb -- node --token=real");

        Assert.Equal("out/findings.json", replay.Argument.Value);
        Assert.Equal(["node", "--token=real"], replay.TargetOf(Masked).Command);
        Assert.Equal([Second], replay.Chosen([First, Second]));
    }

    [Fact]
    public void Should_require_the_command_when_a_part_of_it_was_masked()
    {
        var error = Assert.Throws<UsageException>(() =>
            Typed.Verb<ReplayVerb>("replay findings.json --finding aa").TargetOf(Masked)
        );

        Assert.Equal(
            "findings.json: a part of the recorded command is masked as a secret; give the whole command after --",
            error.Message
        );
    }

    [Fact]
    public void Should_name_the_known_findings_when_the_id_is_unknown()
    {
        var error = Assert.Throws<UsageException>(() =>
            Typed.Verb<ReplayVerb>("replay findings.json --finding cc").Chosen([First, Second])
        );

        Assert.Equal("--finding = cc: no such finding; the file holds aa, bb", error.Message);
    }
}
