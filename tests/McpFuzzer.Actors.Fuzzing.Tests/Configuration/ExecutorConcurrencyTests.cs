using Akka.Configuration;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Fuzzing.Configuration;

namespace McpFuzzer.Actors.Fuzzing.Tests.Configuration;

public sealed class ExecutorConcurrencyTests
{
    private const string Path = "mcp-fuzzer.executor.max-concurrency";

    [Theory]
    [InlineData("", 22)]
    [InlineData("mcp-fuzzer.executor.max-concurrency = auto", 22)]
    [InlineData("mcp-fuzzer.campaign.isolation.servers = 2", 14)]
    [InlineData("mcp-fuzzer.campaign.isolation.servers = many", 16)]
    [InlineData("mcp-fuzzer.executor.max-concurrency = 2", 2)]
    [InlineData("mcp-fuzzer.executor.max-concurrency = 50", 50)]
    public void Should_follow_the_campaign_unless_the_user_has_chosen(string configured, int expected) =>
        Assert.Equal(expected, Room(configured, servers: 3, concurrency: 4).GetInt(Path));

    [Fact]
    public void Should_leave_the_number_to_the_preset_when_the_user_has_chosen_one() =>
        Assert.False(Room("mcp-fuzzer.executor.preset = debug", servers: 3, concurrency: 4).HasPath(Path));

    [Fact]
    public void Should_leave_a_value_that_is_not_a_number_to_the_executor() =>
        Assert.Equal("x", Room($"{Path} = x", servers: 1, concurrency: 1).GetString(Path));

    [Fact]
    public void Should_stay_within_the_bounds_of_the_executor() =>
        Assert.Equal(1_024, Room("", servers: 256, concurrency: 1_024).GetInt(Path));

    private static Config Room(string configured, int servers, int concurrency)
    {
        var spec = new CampaignSpec
        {
            Target = new ProcessSpec { Command = ["server"] },
            Seed = 7,
            Servers = servers,
            Concurrency = concurrency,
        };
        return ExecutorConcurrency.For(ConfigurationFactory.ParseString(configured), spec);
    }
}
