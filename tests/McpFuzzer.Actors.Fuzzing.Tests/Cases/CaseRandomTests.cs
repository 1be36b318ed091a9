using CsCheck;
using McpFuzzer.Actors.Fuzzing.Cases;

namespace McpFuzzer.Actors.Fuzzing.Tests.Cases;

public sealed class CaseRandomTests
{
    [Fact]
    public void Should_give_the_pinned_sequence_when_started_the_same_way()
    {
        var random = CaseRandom.Of(7, """{"type":"object"}"""u8, "echo", Phases.Random, 3);

        Assert.Equal(new ulong[] { 9392064338660536281, 12310907762021675079, 717994970462777011 }, Drawn(random, 3));
    }

    [Fact]
    public void Should_give_the_published_sequence_when_started_from_a_known_state()
    {
        byte[] state = [.. new ulong[] { 1, 2, 3, 4 }.SelectMany(BitConverter.GetBytes)];
        var random = CaseRandom.From(state);

        Assert.Equal(new ulong[] { 11520, 0, 1509978240, 1215971899390074240 }, Drawn(random, 4));
    }

    [Fact]
    public void Should_give_another_sequence_when_any_part_of_the_seed_differs()
    {
        ulong[] first =
        [
            CaseRandom.Of(7, "{}"u8, "ab", "c", 0).Next(),
            CaseRandom.Of(8, "{}"u8, "ab", "c", 0).Next(),
            CaseRandom.Of(7, "[]"u8, "ab", "c", 0).Next(),
            CaseRandom.Of(7, "{}"u8, "a", "bc", 0).Next(),
            CaseRandom.Of(7, "{}"u8, "ab", "c", 1).Next(),
        ];

        Assert.Distinct(first);
    }

    [Fact]
    public void Should_stay_within_its_bounds_when_drawn() =>
        Gen.Select(Gen.Long, Gen.Long, Gen.Int)
            .Sample(
                (one, other, index) =>
                {
                    var (least, most) = one <= other ? (one, other) : (other, one);
                    var random = CaseRandom.Of(1, "{}"u8, "tool", Phases.Random, index);
                    Assert.InRange(random.Between(least, most), least, most);
                    Assert.InRange(random.Below(7), 0, 6);
                    Assert.Equal(0, random.Below(1));
                }
            );

    [Fact]
    public void Should_reach_every_value_when_drawn_often()
    {
        var random = CaseRandom.Of(1, "{}"u8, "tool", Phases.Random, 0);

        Assert.Equal(10, Enumerable.Range(0, 500).Select(_ => random.Between(-5, 4)).Distinct().Count());
    }

    [Fact]
    public void Should_keep_every_element_when_shuffled()
    {
        var random = CaseRandom.Of(1, "{}"u8, "tool", Phases.Random, 0);

        Assert.Equal(Enumerable.Range(0, 50), random.Shuffle(Enumerable.Range(0, 50)).Order());
    }

    private static IEnumerable<ulong> Drawn(CaseRandom random, int count) =>
        Enumerable.Range(0, count).Select(_ => random.Next());
}
