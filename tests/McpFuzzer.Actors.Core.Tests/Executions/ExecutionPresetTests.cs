using McpFuzzer.Actors.Core.Executions;

namespace McpFuzzer.Actors.Core.Tests.Executions;

public sealed class ExecutionPresetTests
{
    [Theory]
    [InlineData("default", 8, 5, 30, 1)]
    [InlineData("cpu", 8, 8, 30, 1)]
    [InlineData("io", 8, 16, 30, 1)]
    [InlineData("network", 8, 10, 30, 1)]
    [InlineData("debug", 8, 1, 5, 0)]
    [InlineData("cpu", 4_096, 1_024, 30, 1)]
    [InlineData("io", 1_000, 1_024, 30, 1)]
    public void Should_have_the_documented_values(
        string name,
        int processors,
        int maxConcurrency,
        int timeoutSeconds,
        int retryCount
    ) =>
        Assert.Equal(
            new ExecutionPreset(maxConcurrency, TimeSpan.FromSeconds(timeoutSeconds), retryCount),
            ExecutionPreset.Of(name, processors)
        );

    [Fact]
    public void Should_recognise_each_preset_that_it_names_and_no_other()
    {
        Assert.All(ExecutionPreset.Names, name => Assert.NotNull(ExecutionPreset.Of(name, 1)));
        Assert.Throws<ArgumentException>(() => ExecutionPreset.Of("gpu", 1));
    }
}
