using Akka.Configuration;
using McpFuzzer.Actors.Client;
using McpFuzzer.Actors.Client.Configuration;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Core.Executions;
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
                Retry = new RetryPolicy(1, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), Jitter: 0.2),
                QueueCapacity = 10_000,
                RetryBudget = new RetryBudget(Ratio: 0.2, PerSecond: 10, Burst: 100),
                AbandonedLimit = 0,
            },
            ExecutorSettings.From(Config.Empty)
        );

    [Fact]
    public void Should_retry_as_a_client_without_a_node_when_nothing_is_configured() =>
        Assert.Equal(ClientOptions.DefaultRetry, ExecutorSettings.From(Config.Empty).Retry);

    [Fact]
    public void Should_keep_the_abandoned_limit_when_it_is_not_zero()
    {
        Assert.Equal(20, ExecutorSettings.From(Config.Empty).AbandonedLimitOf(maxConcurrency: 5));
        Assert.Equal(3, ExecutorSettings.From("mcp-fuzzer.executor.abandoned-limit = 3").AbandonedLimitOf(5));
    }

    [Theory]
    [Trait("Hazard", "45")]
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
    [InlineData("preset", "fast")]
    [InlineData("max-concurrency", "-1")]
    [InlineData("max-concurrency", "1025")]
    [InlineData("max-concurrency", "99999999999")]
    [InlineData("max-concurrency", "NaN")]
    [InlineData("timeout", "-1s")]
    [InlineData("timeout", "1e308s")]
    [InlineData("timeout", "25d")]
    [InlineData("timeout", "1 fortnight")]
    [InlineData("retry-count", "1001")]
    [InlineData("retry-delay", "auto")]
    [InlineData("jitter", "-0.1")]
    [InlineData("jitter", "Infinity")]
    [InlineData("queue-capacity", "1.5")]
    [InlineData("retry-budget", "0.2")]
    [InlineData("retry-budget.ratio", "NaN")]
    [InlineData("retry-budget.ratio", "-1")]
    [InlineData("retry-budget.per-second", "1e308")]
    [InlineData("retry-budget.burst", "-1")]
    [InlineData("retry-budget.bursts", "1")]
    public void Should_reject_a_value_out_of_range_with_the_path_of_its_key(string key, string value)
    {
        var configuration = ConfigurationFactory.ParseString($"mcp-fuzzer.executor.{key} = \"{value}\"");

        var refused = Assert.Throws<SettingsException>(() => ExecutorSettings.From(configuration));

        Assert.Equal($"mcp-fuzzer.executor.{key}", refused.Path);
        Assert.StartsWith($"mcp-fuzzer.executor.{key} = ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(value, refused.Message, StringComparison.Ordinal);
        Assert.NotEmpty(refused.Allowed);
    }

    [Fact]
    public void Should_combine_the_values_of_a_preset_with_those_that_are_given()
    {
        var processors = Environment.ProcessorCount;

        Assert.Equal((processors, 30, 1), Values("preset = cpu"));
        Assert.Equal((2 * processors, 30, 1), Values("preset = io"));
        Assert.Equal((10, 30, 1), Values("preset = network"));
        Assert.Equal((1, 5, 0), Values("preset = debug"));
        Assert.Equal((5, 30, 1), Values("preset = default"));
        Assert.Equal((3, 5, 0), Values("preset = debug, max-concurrency = 3"));
        Assert.Equal((1, 30, 1), Values("preset = debug, timeout = 30s, retry-count = 1"));
        Assert.Equal((10, 30, 1), Values("preset = network, max-concurrency = auto"));
    }

    [Fact]
    public void Should_name_the_presets_when_one_is_unknown()
    {
        var refused = Assert.Throws<SettingsException>(() => ExecutorSettings.From("mcp-fuzzer.executor.preset = gpu"));

        Assert.Equal(
            "mcp-fuzzer.executor.preset = gpu: must be one of default, cpu, io, network, debug",
            refused.Message
        );
    }

    private static (int MaxConcurrency, double TimeoutSeconds, int RetryCount) Values(string executor)
    {
        // As in a system whose configuration falls back on the reference.
        var configuration = ConfigurationFactory.ParseString($"mcp-fuzzer.executor {{ {executor} }}");
        var settings = ExecutorSettings.From(configuration.WithFallback(ExecutorSettings.Reference));
        return (settings.MaxConcurrency, settings.Timeout.TotalSeconds, settings.Retry.RetryCount);
    }
}
