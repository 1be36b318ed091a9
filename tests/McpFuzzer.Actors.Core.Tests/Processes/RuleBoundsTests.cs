using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Core.Processes;

namespace McpFuzzer.Actors.Core.Tests.Processes;

/// <summary>A bound is allowed, and one step beyond it is not.</summary>
public sealed class RuleBoundsTests
{
    private static readonly ProcessSpec Good = new() { Command = ["true"] };
    private static readonly TimeSpan Step = TimeSpan.FromTicks(1);
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public static TheoryData<string, ProcessSpec, ProcessSpec> Bounds =>
        new()
        {
            { "Name", Good with { Name = new string('n', 128) }, Good with { Name = new string('n', 129) } },
            { "TailBytes", Good with { TailBytes = 0 }, Good with { TailBytes = -1 } },
            { "TailBytes", Good with { TailBytes = 1_048_576 }, Good with { TailBytes = 1_048_577 } },
            { "Timeout", Good with { Timeout = Least }, Good with { Timeout = Least - Step } },
            { "MaxTime", Good with { MaxTime = Year }, Good with { MaxTime = Year + Step } },
            { "ReadyTimeout", Good with { ReadyTimeout = Year }, Good with { ReadyTimeout = Year + Step } },
            { "ReadyTimeout", Good with { ReadyTimeout = Least }, Good with { ReadyTimeout = Least - Step } },
            { "StopLadder.Grace", Graced(Hour), Graced(Hour + Step) },
            { "StopLadder.Grace", Graced(TimeSpan.Zero), Graced(-Step) },
            {
                "Restart.MaxBackoff",
                Restarted(new() { MaxBackoff = Hour }),
                Restarted(new() { MaxBackoff = Hour + Step })
            },
            {
                "Restart.MinBackoff",
                Restarted(new() { MinBackoff = Hour, MaxBackoff = Hour }),
                Restarted(new() { MinBackoff = Hour, MaxBackoff = Hour - Step })
            },
            {
                "Restart.MinBackoff",
                Restarted(new() { MinBackoff = Least }),
                Restarted(new() { MinBackoff = Least - Step })
            },
            {
                "Restart.RandomFactor",
                Restarted(new() { RandomFactor = 0 }),
                Restarted(new() { RandomFactor = -0.001 })
            },
            {
                "Restart.RandomFactor",
                Restarted(new() { RandomFactor = 1 }),
                Restarted(new() { RandomFactor = 1.001 })
            },
            { "Restart.MaxRestarts", Restarted(new() { MaxRestarts = 1 }), Restarted(new() { MaxRestarts = 0 }) },
            {
                "Restart.MaxRestarts",
                Restarted(new() { MaxRestarts = 1_000_000 }),
                Restarted(new() { MaxRestarts = 1_000_001 })
            },
            { "Restart.Within", Restarted(new() { Within = Year }), Restarted(new() { Within = Year + Step }) },
            { "Restart.Within", Restarted(new() { Within = Least }), Restarted(new() { Within = Least - Step }) },
            {
                "Restart.StableAfter",
                Restarted(new() { StableAfter = Year }),
                Restarted(new() { StableAfter = Year + Step })
            },
        };

    [Theory]
    [MemberData(nameof(Bounds))]
    public void Should_allow_the_bound_and_reject_a_value_beyond_it(string what, ProcessSpec bound, ProcessSpec beyond)
    {
        Assert.Empty(ProcessSpecRules.ErrorsOf(bound, key: null));
        var error = Assert.Single(ProcessSpecRules.ErrorsOf(beyond, key: null)).ToString();
        Assert.StartsWith($"{what} ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_allow_half_a_surrogate_pair_nowhere_and_a_whole_one_anywhere()
    {
        Assert.Empty(
            ProcessSpecRules.ErrorsOf(Good with { Command = ["true", "a\ud83d\ude00b\ud83d\ude00"] }, key: null)
        );
        Assert.Single(ProcessSpecRules.ErrorsOf(Good with { Command = ["true", "\ud83d\ude00\ude00"] }, key: null));
        Assert.Single(ProcessSpecRules.ErrorsOf(Good with { Command = ["true", "a\ud83d"] }, key: null));
    }

    [Fact]
    public void Should_report_exactly_what_is_missing()
    {
        var spec = new ProcessSpec
        {
            Command = ["true", null!],
            Environment = null!,
            Name = null!,
            Restart = null!,
            Redact = [null!],
            TailBytes = -1,
        };

        Assert.Equal(
            [
                "Command[1]: must not be null",
                "Environment: must not be null",
                "Name: must not be null",
                "Restart: must not be null",
                "Redact[0]: must not be null",
            ],
            ProcessSpecRules.ErrorsOf(spec, key: null).Select(error => error.ToString())
        );
        Assert.Equal("Spec", Assert.Single(ProcessSpecRules.ErrorsOf(spec: null, key: null)).Name);
    }

    [Fact]
    public void Should_report_a_missing_key_where_a_command_needs_one()
    {
        Assert.Equal("Key: must not be null", KeyRules.ErrorOf(new GetProcess(null!))?.ToString());
        Assert.Null(KeyRules.ErrorOf(new GetProcess(new ProcessKey("a"))));
        Assert.Null(KeyRules.ErrorOf(new ListProcesses()));
    }

    private static ProcessSpec Graced(TimeSpan grace) =>
        Good with
        {
            StopLadder = StopLadder.Default with { Grace = grace },
        };

    private static ProcessSpec Restarted(RestartPolicy policy) => Good with { Restart = policy };
}
