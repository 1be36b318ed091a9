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
                @"HIGH    crash       divide             the server ends: SIGSEGV  ×3",
                @"        mcpfuzzer replay './my out/findings.json' --finding 0123456789ab",
                @"HIGH    crash       -                  the server ends: exit code 0  ×1",
                @"        mcpfuzzer replay './my out/findings.json' --finding ba9876543210",
                @"LOW     reply-slow  naughty\u001b[31m  the reply is slow  ×1",
                @"        mcpfuzzer replay './my out/findings.json' --finding aaaaaaaaaaaa",
            ],
            FindingsText.Lines(Samples.All, replay)
        );
    }

    [Fact]
    public void Should_be_empty_when_there_is_no_finding() =>
        Assert.Empty(FindingsText.Lines([], new ReplayCommand(["mcpfuzzer"], "f", Samples.OpenTarget)));
}
