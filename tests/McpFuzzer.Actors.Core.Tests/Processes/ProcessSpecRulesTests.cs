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
            { "Timeout = 0s:", Good with { Timeout = TimeSpan.Zero } },
            { "Timeout = -1s:", Good with { Timeout = TimeSpan.FromSeconds(-1) } },
            { "MaxTime = 0s:", Good with { MaxTime = TimeSpan.Zero } },
            { "MaxTime = 10675199", Good with { MaxTime = TimeSpan.MaxValue } },
            { "Stdin = CapturedTail:", Good with { Stdin = StdioMode.CapturedTail } },
            { "Stdout = 9:", Good with { Stdout = (StdioMode)9 } },
            { "Stderr = 9:", Good with { Stderr = (StdioMode)9 } },
            { "TailBytes = -1:", Good with { TailBytes = -1 } },
            { "TailBytes = 1048577:", Good with { TailBytes = 1_048_577 } },
            { "ActivitySource = 8:", Good with { ActivitySource = (ActivitySources)8 } },
            { "ActivitySource = Callback:", Good with { ActivitySource = ActivitySources.Callback } },
            { "Timeout = 10675199", Good with { Timeout = TimeSpan.MaxValue } },
            {
                "StopLadder.CloseStdin = -1s:",
                Ladder(StopLadder.Default with { CloseStdin = -TimeSpan.FromSeconds(1) })
            },
            { "StopLadder.Grace = 2h:", Ladder(StopLadder.Default with { Grace = TimeSpan.FromHours(2) }) },
            { "StopLadder.Verify = 0s:", Ladder(StopLadder.Default with { Verify = TimeSpan.Zero }) },
            { "StopLadder.Signal = 0:", Ladder(StopLadder.Default with { Signal = 0 }) },
            { "StopLadder.Signal = 65:", Ladder(StopLadder.Default with { Signal = 65 }) },
            { "Terminal: must not be empty", Good with { Terminal = "" } },
            { "Terminal: must not contain NUL", Good with { Terminal = "/dev/\0" } },
            { "User \"\":", Good with { User = "" } },
            { "User \":x\":", Good with { User = ":x" } },
            { "User \"x:\":", Good with { User = "x:" } },
            { "User \"a:b:c\":", Good with { User = "a:b:c" } },
            { "User \"a b\":", Good with { User = "a b" } },
            { "User \"a\\u0000\":", Good with { User = "a\0" } },
            { "Limits.MemoryBytes = 1048575:", Limits(new ResourceLimits { MemoryBytes = 1_048_575 }) },
            { "Limits.MemoryBytes = -1:", Limits(new ResourceLimits { MemoryBytes = -1 }) },
            { "Limits.Pids = 0:", Limits(new ResourceLimits { Pids = 0 }) },
            { "Limits.Pids = 4194305:", Limits(new ResourceLimits { Pids = 4_194_305 }) },
            { "Limits.CpuTime = 99ms:", Limits(new ResourceLimits { CpuTime = TimeSpan.FromMilliseconds(99) }) },
            {
                "Limits.MemoryBytes = 8796093022207M:",
                Limits(new ResourceLimits { MemoryBytes = 8_796_093_022_207L << 20 })
            },
            { "Limits.CpuTime = 366d:", Limits(new ResourceLimits { CpuTime = TimeSpan.FromDays(366) }) },
            { "Limits.OpenFiles = 2:", Limits(new ResourceLimits { OpenFiles = 2 }) },
            { "Limits.OpenFiles = 1048577:", Limits(new ResourceLimits { OpenFiles = 1_048_577 }) },
            { "Redact:", Good with { Redact = [" "] } },
            { "ReadyTimeout = 0s:", Good with { ReadyTimeout = TimeSpan.Zero } },
            { "ReadyTimeout = -1s:", Good with { ReadyTimeout = Seconds(-1) } },
            { "ReadyTimeout = 10675199", Good with { ReadyTimeout = TimeSpan.MaxValue } },
            { "ReadyWhen = Stdout Null, Stderr Inherited:", Silent(new ReadyWhen.FirstOutput()) },
            { "ReadyWhen = Stdout Null, Stderr Inherited:", Silent(new ReadyWhen.LineMatching("ready")) },
            { "ReadyWhen.Pattern:", Line("ready(") },
            { "ReadyWhen.Pattern:", Line("(?=ready)") },
            { "ReadyWhen.Pattern:", Line("(r)\\1") },
            { "ReadyWhen.Pattern:", Line("(?>ready)") },
            { "ReadyWhen.Pattern:", Line("(r{1000}){1000}") },
            { "ReadyWhen.Pattern:", Line(null!) },
            { "Restart.Mode = 3:", Restart(policy => policy with { Mode = (RestartMode)3 }) },
            { "Restart.MinBackoff = 0s:", Restart(policy => policy with { MinBackoff = TimeSpan.Zero }) },
            { "Restart.MinBackoff = 31s:", Restart(policy => policy with { MinBackoff = Seconds(31) }) },
            { "Restart.MinBackoff = -1s:", Restart(policy => policy with { MinBackoff = Seconds(-1) }) },
            { "Restart.MaxBackoff = 0s:", Restart(policy => policy with { MaxBackoff = TimeSpan.Zero }) },
            { "Restart.MaxBackoff = 1h1s:", Restart(policy => policy with { MaxBackoff = Seconds(3601) }) },
            { "Restart.RandomFactor = NaN:", Restart(policy => policy with { RandomFactor = double.NaN }) },
            { "Restart.RandomFactor = -0.1:", Restart(policy => policy with { RandomFactor = -0.1 }) },
            { "Restart.RandomFactor = 1.1:", Restart(policy => policy with { RandomFactor = 1.1 }) },
            { "Restart.MaxRestarts = 0:", Restart(policy => policy with { MaxRestarts = 0 }) },
            { "Restart.MaxRestarts = 1000001:", Restart(policy => policy with { MaxRestarts = 1_000_001 }) },
            { "Restart.Within = 0s:", Restart(policy => policy with { Within = TimeSpan.Zero }) },
            { "Restart.Within = 10675199", Restart(policy => policy with { Within = TimeSpan.MaxValue }) },
            { "Restart.StableAfter = 0s:", Restart(policy => policy with { StableAfter = TimeSpan.Zero }) },
            { "Restart.StableAfter = 10675199", Restart(policy => policy with { StableAfter = TimeSpan.MaxValue }) },
        };

    [Theory]
    [MemberData(nameof(Bad))]
    public void Should_name_the_value_and_what_is_allowed_when_a_value_is_bad(string error, ProcessSpec spec)
    {
        var line = Assert.Single(ProcessSpecRules.ErrorsOf(spec, null)).ToString();
        Assert.StartsWith(error, line, StringComparison.Ordinal);
        Assert.Contains("must ", line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line);
    }

    [Fact]
    public void Should_find_no_error_when_the_spec_is_valid()
    {
        Assert.Empty(ProcessSpecRules.ErrorsOf(Good, new ProcessKey("a.B-1_2")));
        Assert.Empty(ProcessSpecRules.ErrorsOf(Variable("A", null), null));
        Assert.Empty(ProcessSpecRules.ErrorsOf(Limits(new ResourceLimits()), null));
        Assert.Empty(ProcessSpecRules.ErrorsOf(Limits(Least), null));
        Assert.Empty(ProcessSpecRules.ErrorsOf(Limits(Most), null));
        Assert.Empty(ProcessSpecRules.ErrorsOf(Line("^ready( on \\d+)?$"), null));
        Assert.Empty(ProcessSpecRules.ErrorsOf(Line("ready") with { Stdout = StdioMode.Inherited }, null));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".a")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("a\n")]
    [InlineData("ä")]
    public void Should_reject_a_key_that_could_not_be_an_address(string key) =>
        Assert.StartsWith(
            "Key ",
            Assert.Single(ProcessSpecRules.ErrorsOf(Good, new ProcessKey(key))).Name,
            StringComparison.Ordinal
        );

    [Fact]
    public void Should_reject_a_key_of_129_characters() =>
        Assert.Single(ProcessSpecRules.ErrorsOf(Good, new ProcessKey(new string('k', 129))));

    [Fact]
    public void Should_name_every_error_when_there_are_several() =>
        Assert.Equal(
            3,
            ProcessSpecRules.ErrorsOf(Good with { Command = [], TailBytes = -1, MaxTime = TimeSpan.Zero }, null).Count
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
            string.Join('\n', ProcessSpecRules.ErrorsOf(spec, null)),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(ActivitySources.Callback)]
    [InlineData(ActivitySources.None)]
    [InlineData(ActivitySources.Output | ActivitySources.Updates | ActivitySources.Callback)]
    public void Should_accept_a_callback_that_was_given(ActivitySources sources) =>
        Assert.Empty(ProcessSpecRules.ErrorsOf(Good with { ActivitySource = sources }, null, hasCallback: true));

    [Fact]
    public void Should_reject_a_grace_out_of_range()
    {
        Assert.Empty(ProcessSpecRules.ErrorsOfGrace(null));
        Assert.Empty(ProcessSpecRules.ErrorsOfGrace(TimeSpan.Zero));
        Assert.Single(ProcessSpecRules.ErrorsOfGrace(TimeSpan.FromTicks(-1)));
        Assert.Single(ProcessSpecRules.ErrorsOfGrace(TimeSpan.MaxValue));
    }

    private static ResourceLimits Least { get; } =
        new()
        {
            MemoryBytes = 1024 * 1024,
            Pids = 1,
            CpuTime = TimeSpan.FromMilliseconds(100),
            OpenFiles = 3,
        };

    private static ResourceLimits Most { get; } =
        new()
        {
            MemoryBytes = 1L << 60,
            Pids = 4_194_304,
            CpuTime = TimeSpan.FromDays(365),
            OpenFiles = 1_048_576,
        };

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private static ProcessSpec Variable(string name, string? value) =>
        Good with
        {
            Environment = new Dictionary<string, string?> { [name] = value },
        };

    private static ProcessSpec Limits(ResourceLimits limits) => Good with { Limits = limits };

    private static ProcessSpec Restart(Func<RestartPolicy, RestartPolicy> change) =>
        Good with
        {
            Restart = change(RestartPolicy.Never),
        };

    private static ProcessSpec Line(string pattern) => Good with { ReadyWhen = new ReadyWhen.LineMatching(pattern) };

    private static ProcessSpec Silent(ReadyWhen sign) =>
        Good with
        {
            ReadyWhen = sign,
            Stdout = StdioMode.Null,
            Stderr = StdioMode.Inherited,
        };

    private static ProcessSpec Ladder(StopLadder ladder) => Good with { StopLadder = ladder };
}
