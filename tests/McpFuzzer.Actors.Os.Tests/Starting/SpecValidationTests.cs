using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os.Starting;

namespace McpFuzzer.Actors.Os.Tests.Starting;

public sealed class SpecValidationTests
{
    private static readonly ProcessSpec Good = new() { Command = ["true"] };

    [Fact]
    public void Should_accept_when_the_spec_is_valid() =>
        Assert.Null(SpecValidation.Of(Good with { Command = ["true", "", "😀\n"], WorkingDirectory = "/" }));

    public static TheoryData<string, ProcessSpec> Rejected =>
        new()
        {
            { "The command is empty.", Good with { Command = [] } },
            { "The command contains NUL.", Good with { Command = ["tr\0ue"] } },
            { "The working directory contains NUL.", Good with { WorkingDirectory = "/\0" } },
            { "Stdin cannot be captured.", Good with { Stdin = StdioMode.CapturedTail } },
            { "'A=B' cannot name an environment variable.", Good with { Environment = Variable("A=B") } },
            { "'' cannot name an environment variable.", Good with { Environment = Variable("") } },
            {
                "Argument 1 contains half a surrogate pair, which has no bytes in UTF-8.",
                Good with
                {
                    Command = ["true", "\ud83d"],
                }
            },
        };

    [Theory]
    [MemberData(nameof(Rejected))]
    public void Should_reject_what_cannot_be_passed_as_written(string reason, ProcessSpec spec) =>
        Assert.Equal(reason, SpecValidation.Of(spec));

    private static Dictionary<string, string?> Variable(string name) => new() { [name] = "value" };
}
