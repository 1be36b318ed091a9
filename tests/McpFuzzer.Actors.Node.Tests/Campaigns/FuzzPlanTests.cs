using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Node.Campaigns;
using McpFuzzer.Actors.Node.CommandLine;

namespace McpFuzzer.Actors.Node.Tests.Campaigns;

public sealed class FuzzPlanTests
{
    private static readonly string[] Sample = ["mcpfuzzer", "sample-server"];

    [Fact]
    public void Should_fuzz_the_sample_server_with_the_defaults_when_no_option_is_given()
    {
        var spec = FuzzPlan.Spec(new FuzzOptions(), 7, Sample);

        var defaults = new CampaignSpec { Target = spec.Target, Seed = 7 };
        Assert.Equal(Sample, spec.Target.Command);
        Assert.Equal(7, spec.Seed);
        Assert.Equal(defaults.Runs, spec.Runs);
        Assert.Equal(defaults.Concurrency, spec.Concurrency);
        Assert.Equal(defaults.CallTimeout, spec.CallTimeout);
        Assert.Equal(defaults.MaxHangs, spec.MaxHangs);
        Assert.Null(spec.Duration);
        Assert.False(spec.Destructive);
    }

    [Fact]
    public void Should_carry_every_option_when_all_are_given()
    {
        var spec = FuzzPlan.Spec(
            new FuzzOptions
            {
                Target = ["/usr/bin/node", "server.js"],
                Runs = 1,
                Duration = TimeSpan.FromSeconds(2),
                Concurrency = 3,
                Servers = 4,
                Timeout = TimeSpan.FromSeconds(5),
                StartTimeout = TimeSpan.FromSeconds(6),
                StartRetries = 7,
                MaxHangs = 8,
                MaxFindings = 9,
                Tools = ["a"],
                Phases = ["random"],
                Destructive = true,
                CleanEnvironment = true,
                KeepCases = true,
            },
            7,
            Sample
        );

        Assert.Equivalent(
            new CampaignSpec
            {
                Target = new ProcessSpec
                {
                    Command = ["/usr/bin/node", "server.js"],
                    Name = "node",
                    CleanEnvironment = true,
                },
                Seed = 7,
                Runs = 1,
                Duration = TimeSpan.FromSeconds(2),
                Concurrency = 3,
                Servers = 4,
                CallTimeout = TimeSpan.FromSeconds(5),
                StartTimeout = TimeSpan.FromSeconds(6),
                StartRetries = 7,
                MaxHangs = 8,
                MaxFindings = 9,
                Tools = ["a"],
                Phases = ["random"],
                Destructive = true,
                KeepCases = true,
            },
            spec,
            strict: true
        );
    }
}
