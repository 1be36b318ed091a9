using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Reports;

namespace McpFuzzer.Actors.Fuzzing.Tests.Reports;

public sealed class FindingsTextTests
{
    [Fact]
    public void Should_be_two_aligned_lines_per_finding_when_listed()
    {
        var replay = new ReplayCommand(["mcpfuzzer"], "./my out/findings.json", Samples.OpenTarget);

        Assert.Equal(
            [
                @"HIGH    crash       divide             the server exits: SIGSEGV  ×3",
                @"        mcpfuzzer replay './my out/findings.json' --finding 0123456789ab",
                @"HIGH    crash       -                  the server exits: exit code 0  ×1",
                @"        mcpfuzzer replay './my out/findings.json' --finding ba9876543210",
                @"LOW     reply-slow  naughty\u001b[31m  the reply is slow  ×1",
                @"        mcpfuzzer replay './my out/findings.json' --finding aaaaaaaaaaaa",
            ],
            FindingsText.Lines(Samples.All, replay)
        );
    }

    [Fact]
    public void Should_say_how_often_it_reproduced_when_that_is_not_always()
    {
        var rare = Samples.Crash with { Reproduced = new Reproduction(0, 2), Tool = new string('t', 500) };

        var line = FindingsText.Lines([rare], new ReplayCommand(["mcpfuzzer"], "f", Samples.OpenTarget)).First();

        Assert.EndsWith("×3, reproduced 0 of 2", line, StringComparison.Ordinal);
        Assert.InRange(line.Length, 1, 200);
    }

    [Fact]
    public void Should_be_empty_when_there_is_no_finding() =>
        Assert.Empty(FindingsText.Lines([], new ReplayCommand(["mcpfuzzer"], "f", Samples.OpenTarget)));
}
