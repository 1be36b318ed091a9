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
    public void Should_know_the_candidates_of_a_finding_when_it_is_replayed() =>
        Sightings.Any.Sample(seen =>
            {
                var ids = Sightings.Recorded(seen).Findings.Select(finding => finding.Id).ToArray();
                Assert.All(seen, one => Assert.Contains(ids, id => FindingSignature.IsOf(id, one.Candidate)));
            });

    [Fact]
    public void Should_not_know_a_candidate_of_another_finding_when_it_is_replayed() =>
        Assert.False(
            FindingSignature.IsOf(FindingSignature.IdOf(Categories.Crash, "a", "exit code 2"), Sightings.Crash("a"))
        );
}
