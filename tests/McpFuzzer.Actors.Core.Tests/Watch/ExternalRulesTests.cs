using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Contracts.Watch;
using McpFuzzer.Actors.Core.Watch;

namespace McpFuzzer.Actors.Core.Tests.Watch;

public sealed class ExternalRulesTests
{
    [Fact]
    public void Should_accept_values_in_range() =>
        Assert.Empty(ExternalRules.ErrorsOf(new RegisterExternal(2, "x") { Timeout = TimeSpan.FromDays(365) }));

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void Should_reject_a_pid_that_names_no_single_process(int pid) =>
        Assert.StartsWith(
            $"Pid = {pid}: must be more than 1",
            Assert.Single(ExternalRules.ErrorsOf(new RegisterExternal(pid))).ToString(),
            StringComparison.Ordinal
        );

    public static TheoryData<TimeSpan> BadTimeouts =>
        [
            TimeSpan.Zero,
            TimeSpan.FromTicks(-1),
            TimeSpan.MinValue,
            TimeSpan.FromDays(365) + TimeSpan.FromTicks(1),
            TimeSpan.MaxValue,
        ];

    [Theory]
    [Trait("Hazard", "45")]
    [MemberData(nameof(BadTimeouts))]
    public void Should_reject_a_timeout_out_of_range(TimeSpan timeout) =>
        Assert.Equal(
            $"Timeout = {Durations.Show(timeout)}: must be a duration from 1ms to 365d",
            Assert.Single(ExternalRules.ErrorsOf(new RegisterExternal(2) { Timeout = timeout })).ToString()
        );

    [Theory]
    [InlineData("")]
    [InlineData("two\nlines")]
    public void Should_reject_a_name_that_is_not_printable(string name) =>
        Assert.Contains(
            "Name",
            Assert.Single(ExternalRules.ErrorsOf(new RegisterExternal(2, name))).Name,
            StringComparison.Ordinal
        );
}
