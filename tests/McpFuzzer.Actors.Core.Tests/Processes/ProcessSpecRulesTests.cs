using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Core.Processes;

namespace McpFuzzer.Actors.Core.Tests.Processes;

public sealed class ProcessSpecRulesTests
{
    private static readonly ProcessSpec Good = new() { Command = ["true", "", "ä b\n"] };

    public static TheoryData<string, ProcessSpec> Bad =>
        new()
        {
            { "Command:", Good with { Command = [] } },
            { "Command:", Good with { Command = [""] } },
            { "Command[1]: must not contain NUL", Good with { Command = ["true", "a\0b"] } },
            { "Command[1]: must be well-formed", Good with { Command = ["true", "a\ud800"] } },
            { "Command[1]: must be well-formed", Good with { Command = ["true", "\udc00a"] } },
            { "Environment \"A=B\":", Variable("A=B", "x") },
            { "Environment \"\":", Variable("", "x") },
            { "Environment name \"A\\u0000\": must not contain NUL", Variable("A\0", "x") },
            { "Environment value of \"A\": must not contain NUL", Variable("A", "x\0") },
            { "WorkingDirectory: must not be empty", Good with { WorkingDirectory = "" } },
            { "WorkingDirectory: must not contain NUL", Good with { WorkingDirectory = "/\0" } },
            { "Name \"\":", Good with { Name = "" } },
            { "Name \"a\\nb\":", Good with { Name = "a\nb" } },
            { "Timeout = 00:00:00:", Good with { Timeout = TimeSpan.Zero } },
            { "Timeout = -00:00:01:", Good with { Timeout = TimeSpan.FromSeconds(-1) } },
            { "MaxTime = 00:00:00:", Good with { MaxTime = TimeSpan.Zero } },
            { "MaxTime = 10675199", Good with { MaxTime = TimeSpan.MaxValue } },
            { "Stdin = CapturedTail:", Good with { Stdin = StdioMode.CapturedTail } },
            { "Stdout = 9:", Good with { Stdout = (StdioMode)9 } },
            { "Stderr = 9:", Good with { Stderr = (StdioMode)9 } },
            { "TailBytes = -1:", Good with { TailBytes = -1 } },
            { "TailBytes = 1048577:", Good with { TailBytes = 1_048_577 } },
            { "ActivitySource = 8:", Good with { ActivitySource = (ActivitySources)8 } },
            {
                "StopLadder.CloseStdin = -00:00:01:",
                Ladder(StopLadder.Default with { CloseStdin = -TimeSpan.FromSeconds(1) })
            },
            { "StopLadder.Grace = 02:00:00:", Ladder(StopLadder.Default with { Grace = TimeSpan.FromHours(2) }) },
            { "StopLadder.Verify = 00:00:00:", Ladder(StopLadder.Default with { Verify = TimeSpan.Zero }) },
            { "Redact:", Good with { Redact = [" "] } },
        };

    [Theory]
    [MemberData(nameof(Bad))]
    public void Should_name_the_fault_and_what_is_allowed_when_a_value_is_bad(string fault, ProcessSpec spec)
    {
        var line = Assert.Single(ProcessSpecRules.Validate(spec, null));
        Assert.StartsWith(fault, line, StringComparison.Ordinal);
        Assert.Contains("must ", line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line);
    }

    [Fact]
    public void Should_find_no_fault_when_all_is_well()
    {
        Assert.Empty(ProcessSpecRules.Validate(Good, new ProcessKey("a.B-1_2")));
        Assert.Empty(ProcessSpecRules.Validate(Variable("A", null), null));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".a")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("a\n")]
    [InlineData("ä")]
    public void Should_refuse_a_key_that_could_not_be_an_address(string key) =>
        Assert.StartsWith(
            "Key ",
            Assert.Single(ProcessSpecRules.Validate(Good, new ProcessKey(key))),
            StringComparison.Ordinal
        );

    [Fact]
    public void Should_refuse_a_key_of_129_characters() =>
        Assert.Single(ProcessSpecRules.Validate(Good, new ProcessKey(new string('k', 129))));

    [Fact]
    public void Should_name_every_fault_when_there_are_several() =>
        Assert.Equal(
            3,
            ProcessSpecRules.Validate(Good with { Command = [], TailBytes = -1, MaxTime = TimeSpan.Zero }, null).Count
        );

    [Fact]
    public void Should_not_show_a_value_that_could_be_a_secret()
    {
        var spec = Good with
        {
            Command = ["true", "--token=s3cr3t-\0value"],
            Environment = new Dictionary<string, string?> { ["TOKEN"] = "s3cr3t-\0value" },
        };

        Assert.DoesNotContain(
            "s3cr3t",
            string.Join('\n', ProcessSpecRules.Validate(spec, null)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Should_refuse_a_grace_out_of_range()
    {
        Assert.Empty(ProcessSpecRules.ValidateGrace(null));
        Assert.Empty(ProcessSpecRules.ValidateGrace(TimeSpan.Zero));
        Assert.Single(ProcessSpecRules.ValidateGrace(TimeSpan.FromTicks(-1)));
        Assert.Single(ProcessSpecRules.ValidateGrace(TimeSpan.MaxValue));
    }

    private static ProcessSpec Variable(string name, string? value) =>
        Good with
        {
            Environment = new Dictionary<string, string?> { [name] = value },
        };

    private static ProcessSpec Ladder(StopLadder ladder) => Good with { StopLadder = ladder };
}
