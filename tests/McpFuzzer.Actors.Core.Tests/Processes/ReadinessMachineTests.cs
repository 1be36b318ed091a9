using CsCheck;
using McpFuzzer.Actors.Core.Processes;

namespace McpFuzzer.Actors.Core.Tests.Processes;

public sealed class ReadinessMachineTests
{
    public static TheoryData<string, string, string, string> Table =>
        new()
        {
            { nameof(ReadinessPhase.Waiting), nameof(ReadinessInput.Sign), "Ready", "Ready" },
            { nameof(ReadinessPhase.Waiting), nameof(ReadinessInput.TimeUp), "Late", "NotReady" },
            { nameof(ReadinessPhase.Waiting), nameof(ReadinessInput.Ended), "Over", "NotReady" },
            { nameof(ReadinessPhase.Ready), nameof(ReadinessInput.Sign), "Ready", "None" },
            { nameof(ReadinessPhase.Ready), nameof(ReadinessInput.TimeUp), "Ready", "None" },
            { nameof(ReadinessPhase.Ready), nameof(ReadinessInput.Ended), "Over", "None" },
            { nameof(ReadinessPhase.Late), nameof(ReadinessInput.Sign), "Ready", "Ready" },
            { nameof(ReadinessPhase.Late), nameof(ReadinessInput.TimeUp), "Late", "None" },
            { nameof(ReadinessPhase.Late), nameof(ReadinessInput.Ended), "Over", "None" },
            { nameof(ReadinessPhase.Over), nameof(ReadinessInput.Sign), "Over", "None" },
            { nameof(ReadinessPhase.Over), nameof(ReadinessInput.TimeUp), "Over", "None" },
            { nameof(ReadinessPhase.Over), nameof(ReadinessInput.Ended), "Over", "None" },
        };

    [Theory]
    [MemberData(nameof(Table))]
    public void Should_follow_the_table(string phase, string input, string next, string news) =>
        Assert.Equal(
            new ReadinessStep(Enum.Parse<ReadinessPhase>(next), Enum.Parse<ReadinessNews>(news)),
            ReadinessMachine.Step(Enum.Parse<ReadinessPhase>(phase), Enum.Parse<ReadinessInput>(input))
        );

    [Fact]
    public void Should_publish_each_event_at_most_once_and_one_of_them_by_the_end_for_any_input() =>
        Gen.Enum<ReadinessInput>()
            .Array[0, 20]
            .Sample(inputs =>
            {
                var phase = ReadinessPhase.Waiting;
                List<ReadinessNews> published = [];
                foreach (var input in inputs.Append(ReadinessInput.Ended))
                {
                    (phase, var news) = ReadinessMachine.Step(phase, input);
                    published.Add(news);
                }

                Assert.InRange(published.Count(news => news == ReadinessNews.Ready), 0, 1);
                Assert.InRange(published.Count(news => news == ReadinessNews.NotReady), 0, 1);
                Assert.Contains(published, news => news != ReadinessNews.None);
            });
}
