using CsCheck;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Fuzzing.Oracles;

namespace McpFuzzer.Actors.Fuzzing.Tests.Oracles;

public sealed class FindingSignatureTests
{
    // Baselines hold ids: they must not change from one version to the next.
    [Fact]
    public void Should_keep_its_id_when_the_version_changes() =>
        Assert.Equal("ad0293c41d77", FindingSignature.IdOf(Categories.Crash, "divide", "exit code 134"));

    [Fact]
    public void Should_differ_when_category_tool_or_shape_differs()
    {
        string[] ids =
        [
            FindingSignature.IdOf(Categories.Crash, "a", "x"),
            FindingSignature.IdOf(Categories.Crash, "b", "x"),
            FindingSignature.IdOf(Categories.Crash, null, "x"),
            FindingSignature.IdOf(Categories.Crash, "a", "y"),
            FindingSignature.IdOf(Categories.ServerStuck, "a", "x"),
        ];

        Assert.Distinct(ids);
        Assert.All(ids, id => Assert.Matches("^[0-9a-f]{12}$", id));
    }

    [Fact]
    public void Should_recognise_the_candidates_of_a_finding_when_it_is_replayed() =>
        Sightings.Any.Sample(seen =>
        {
            var findings = Sightings.Recorded(seen).Findings;

            // A tool whose calls never showed it alone is not what the finding names.
            Assert.All(
                seen.Where(one => !one.Sighting.HasFailed),
                one => Assert.Contains(findings, finding => FindingSignature.IsOf(finding, one.Candidate))
            );
        });

    [Theory]
    [InlineData("a", "a", 1, true)]
    [InlineData("a", null, 1, true)]
    [InlineData(null, "a", 1, true)]
    [InlineData("a", "b", 1, false)]
    [InlineData("a", "a", 2, false)]
    public void Should_recognise_a_candidate_by_tool_and_shape_when_it_is_replayed(
        string? tool,
        string? shownBy,
        int exit,
        bool isKnown
    )
    {
        var sighting = new Sighting { Reproduced = new Reproduction(2, 2), IsServers = tool is null };
        var finding = Assert.Single(Sightings.Recorded([(Sightings.Crash(tool), sighting)]).Findings);
        var candidate = Candidates.Crash(shownBy, new ProcessExit.Code(exit), null);

        Assert.Equal(isKnown, FindingSignature.IsOf(finding, candidate));
    }
}
