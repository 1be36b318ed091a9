using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Node.Campaigns;
using McpFuzzer.Actors.Node.Tests.CommandLine;

namespace McpFuzzer.Actors.Node.Tests.Campaigns;

public sealed class FuzzVerbTests
{
    [Fact]
    public void Should_fuzz_the_sample_server_with_the_defaults_when_no_option_is_given()
    {
        var request = Request("fuzz");

        Assert.Equal("sample-server", request.Spec.Target.Command[^1]);
        Assert.Equal("sample-server", request.Spec.Target.Name);
        Assert.InRange(request.Spec.Seed, 1, 1_000_000_000);
        Assert.Equivalent(
            new CampaignSpec { Target = request.Spec.Target, Seed = request.Spec.Seed },
            request.Spec,
            strict: true
        );
        Assert.Equal(new FuzzOutput { FailOn = Severity.Medium }, request.Output);
        Assert.Null(request.Settings.File);
        Assert.Empty(request.Settings.Overrides);
    }

    [Fact]
    public void Should_carry_every_option_when_all_are_given()
    {
        var request = Request(
            "fuzz --runs 3 --duration 2m --seed -7 --concurrency 8 --servers 2 --timeout 500ms --start-timeout 9s "
                + "--start-retries 0 --max-hangs 1 --max-findings 5 --tool a --tool b --tool a --phase random "
                + "--phase boundary --destructive --clean-env --output out --keep-cases --fail-on never "
                + "--config c.conf --set x.y=1 --set z=2 --no-progress --json -- /usr/bin/node --runs server.js"
        );

        Assert.Equivalent(
            new CampaignSpec
            {
                Target = new ProcessSpec
                {
                    Command = ["/usr/bin/node", "--runs", "server.js"],
                    Name = "node",
                    CleanEnvironment = true,
                },
                Seed = -7,
                Runs = 3,
                Duration = TimeSpan.FromMinutes(2),
                Concurrency = 8,
                Servers = 2,
                CallTimeout = TimeSpan.FromMilliseconds(500),
                StartTimeout = TimeSpan.FromSeconds(9),
                StartRetries = 0,
                MaxHangs = 1,
                MaxFindings = 5,
                Tools = ["a", "b"],
                Phases = ["random", "boundary"],
                Destructive = true,
                KeepCases = true,
            },
            request.Spec,
            strict: true
        );
        Assert.Equal(
            new FuzzOutput
            {
                Folder = "out",
                FailOn = null,
                IsQuiet = true,
                IsJson = true,
            },
            request.Output
        );
        Assert.Equal("c.conf", request.Settings.File);
        Assert.Equal([KeyValuePair.Create("x.y", "1"), KeyValuePair.Create("z", "2")], request.Settings.Overrides);
    }

    [Fact]
    public void Should_read_a_value_when_it_is_joined_by_an_equals_sign() =>
        Assert.Equal(12, Request("fuzz --runs=12").Spec.Runs);

    private static FuzzRequest Request(string commandLine) => Typed.Verb<FuzzVerb>(commandLine).Request(new Random(7));
}
