using CsCheck;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Oracles;

namespace McpFuzzer.Actors.Fuzzing.Tests.Oracles;

public sealed class FindingChangesTests
{
    private static readonly FindingBook Empty = FindingBook.Create(null);
    private static readonly Sighting Proved = new() { Reproduced = new Reproduction(2, 2) };

    [Fact]
    public void Should_report_a_finding_when_it_is_new()
    {
        var book = Empty.Record(Sightings.Crash("a"), Proved);

        var (finding, supersedes) = Assert.Single(FindingChanges.Between(Empty, book));
        Assert.Equal("a", finding.Tool);
        Assert.Empty(supersedes);
    }

    [Fact]
    public void Should_report_no_change_when_a_finding_is_only_counted()
    {
        var book = Empty.Record(Sightings.Crash("a"), Proved);

        Assert.Empty(FindingChanges.Between(book, book.Record(Sightings.Crash("a"), Proved)));
    }

    [Fact]
    public void Should_name_the_replaced_finding_when_the_finding_of_a_tool_becomes_one_of_the_server()
    {
        var before = Empty.Record(Sightings.WrongId("a"), Proved);
        var after = before.Record(Sightings.WrongId("b"), Proved);

        var (finding, supersedes) = Assert.Single(FindingChanges.Between(before, after));
        Assert.Null(finding.Tool);
        Assert.Equal([before.Findings[0].Id], supersedes);
    }

    [Fact]
    public void Should_report_a_known_finding_again_when_it_replaces_another()
    {
        var before = Empty
            .Record(Sightings.Noise("hello"), new Sighting { IsServers = true })
            .Record(Sightings.Noise("good bye") with { Tool = "a" }, Proved);
        var after = before.Record(Sightings.Noise("good bye") with { Tool = "b" }, Proved);

        var (finding, supersedes) = Assert.Single(FindingChanges.Between(before, after));
        Assert.Equal(Assert.Single(after.Findings).Id, finding.Id);
        Assert.Equal(Assert.Single(before.Findings, found => found.Tool == "a").Id, Assert.Single(supersedes));
    }

    [Fact]
    public void Should_supersede_nothing_when_the_tool_keeps_a_finding()
    {
        var before = Empty
            .Record(Sightings.Accepted("a", "/x: minimum", "minimum"), new Sighting())
            .Record(Sightings.Accepted("a", "/x: type", "type (null)"), new Sighting());
        var after = before.Record(Sightings.Accepted("b", "/x: minimum", "minimum"), new Sighting());

        var (finding, supersedes) = Assert.Single(FindingChanges.Between(before, after));
        Assert.Null(finding.Tool);
        Assert.Empty(supersedes);
        Assert.Equal(2, after.Count);
    }

    [Fact]
    public void Should_end_in_the_same_set_when_every_change_is_followed() =>
        Sightings.Any.Sample(seen =>
        {
            var book = Empty;
            var followed = new HashSet<string>(StringComparer.Ordinal);
            foreach (var (candidate, sighting) in seen)
            {
                var next = book.Record(candidate, sighting);
                foreach (var (finding, supersedes) in FindingChanges.Between(book, next))
                {
                    followed.ExceptWith(supersedes);
                    followed.Add(finding.Id);
                }

                book = next;
            }

            Assert.Equal(book.Findings.Select(finding => finding.Id).Order(), followed.Order());
        });

    [Fact]
    public void Should_end_in_the_same_set_when_several_sightings_come_at_once() =>
        Sightings
            .Any.SelectMany(seen => Gen.Int[0, seen.Length].Select(cut => (seen, cut)))
            .Sample(
                (seen, cut) =>
                {
                    var before = Sightings.Recorded(seen.Take(cut));
                    var after = Sightings.Recorded(seen);
                    var followed = before.Findings.Select(finding => finding.Id).ToHashSet(StringComparer.Ordinal);
                    foreach (var (finding, supersedes) in FindingChanges.Between(before, after))
                    {
                        followed.ExceptWith(supersedes);
                        followed.Add(finding.Id);
                    }

                    Assert.Equal(after.Findings.Select(finding => finding.Id).Order(), followed.Order());
                }
            );
}
