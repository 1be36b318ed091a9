using Akka.Configuration;
using McpFuzzer.Actors.Client.Configuration;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Executions;

namespace McpFuzzer.Actors.Tests.Executions;

public sealed class ExecutorSettingsTests
{
    [Fact]
    public void Should_have_the_documented_values_when_nothing_is_configured() =>
        Assert.Equal(
            new ExecutorSettings
            {
                MaxConcurrency = 5,
                Timeout = TimeSpan.FromSeconds(30),
                Retry = new RetryPolicy(1, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), Jitter: 0),
                QueueCapacity = 10_000,
                AbandonedLimit = 20,
            },
            ExecutorSettings.From(Config.Empty)
        );

    [Fact]
    public void Should_take_the_abandoned_limit_as_given_when_it_is_not_zero() =>
        Assert.Equal(3, ExecutorSettings.From("mcp-fuzzer.executor.abandoned-limit = 3").AbandonedLimit);

    [Theory]
    [InlineData("max-concurrency", "0")]
    [InlineData("max-concurrency", "1e9")]
    [InlineData("timeout", "0s")]
    [InlineData("timeout", "30")]
    [InlineData("retry-count", "-1")]
    [InlineData("retry-delay", "-1s")]
    [InlineData("max-retry-delay", "500ms")]
    [InlineData("jitter", "NaN")]
    [InlineData("jitter", "1.5")]
    [InlineData("queue-capacity", "0")]
    [InlineData("abandoned-limit", "-1")]
    [InlineData("retries", "1")]
    public void Should_refuse_a_value_out_of_range_with_the_keys_path(string key, string value)
    {
        var configuration = ConfigurationFactory.ParseString($"mcp-fuzzer.executor.{key} = \"{value}\"");

        var refused = Assert.Throws<SettingsException>(() => ExecutorSettings.From(configuration));

        Assert.Equal($"mcp-fuzzer.executor.{key}", refused.Path);
    }
}
