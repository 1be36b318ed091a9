using System.Text.Json;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Schemas;
using McpFuzzer.Actors.Mcp.Sessions;
using McpFuzzer.SampleServer;
using McpFuzzer.SampleServer.Tools;

namespace McpFuzzer.Actors.Fuzzing.Tests.SampleServer;

/// <summary>The sample server has the bugs that are planted, and no others; its cases trigger each of them.</summary>
public sealed class SampleToolsTests : IDisposable
{
    private const int Runs = 25;

    private readonly SharedOutput _output = new(new MemoryStream());

    public void Dispose() => _output.Dispose();

    [Theory]
    [InlineData("echo")]
    [InlineData("add")]
    public async Task Should_reply_with_a_result_that_satisfies_its_schema_when_a_tool_is_sound(string name)
    {
        var tool = Tool(name);

        var valid = Cases(tool).Where(planned => planned.Validity is Validity.Valid).ToList();

        Assert.NotEmpty(valid);
        foreach (var planned in valid)
        {
            Assert.NotEqual(true, (await CallAsync(tool, planned)).IsError);
        }
    }

    [Theory]
    [InlineData("echo")]
    [InlineData("add")]
    [InlineData("divide")]
    [InlineData("calendar")]
    [InlineData("remind")]
    [InlineData("convert")]
    [InlineData("digest")]
    [InlineData("remember")]
    [InlineData("lookup")]
    public async Task Should_reject_arguments_that_break_the_schema_when_a_tool_checks_them(string name)
    {
        var tool = Tool(name);

        var broken = Cases(tool).Where(planned => planned.Validity is Validity.Invalid).ToList();

        Assert.NotEmpty(broken);
        foreach (var planned in broken)
        {
            await Assert.ThrowsAsync<ToolInputException>(() => CallAsync(tool, planned));
        }
    }

    [Theory]
    [InlineData("divide", "divisor", 0)]
    [InlineData("calendar", "year", 9999)]
    [InlineData("remind", "minutes", 0)]
    [InlineData("digest", "rounds", 1000)]
    public void Should_be_triggered_by_some_valid_boundary_case_for_any_seed(string name, string argument, int value)
    {
        var tool = Tool(name);

        foreach (var seed in Enumerable.Range(1, 20))
        {
            Assert.Contains(
                CasePlan.For(McpToolOf(tool), Phases.Boundary, seed, Runs),
                planned =>
                    planned.Validity is Validity.Valid
                    && Arguments(planned)[argument].TryGetInt32(out var sent)
                    && sent == value
            );
        }
    }

    [Fact]
    public void Should_be_documented_tool_by_tool()
    {
        var documented = File.ReadAllText(Path.Combine(Checkout(), "docs", "sample-server.md"));

        Assert.All(
            SampleTools.All(_output),
            tool => Assert.Contains($"| `{tool.Name}` |", documented, StringComparison.Ordinal)
        );
    }

    private static IEnumerable<FuzzCase> Cases(SampleTool tool) =>
        Phases.All.SelectMany(phase => CasePlan.For(McpToolOf(tool), phase, seed: 3, Runs));

    private SampleTool Tool(string name) => SampleTools.All(_output).Single(tool => tool.Name == name);

    private static McpTool McpToolOf(SampleTool tool) =>
        new(tool.Name, tool.Describe().InputSchema, OutputSchema: null, Destructive: false);

    private static Task<ModelContextProtocol.Protocol.CallToolResult> CallAsync(SampleTool tool, FuzzCase planned) =>
        tool.CallAsync(new ToolArguments(Arguments(planned)));

    private static Dictionary<string, JsonElement> Arguments(FuzzCase planned) =>
        JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(planned.Arguments.Span)!;

    private static string Checkout()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "McpFuzzer.Actors.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("the tests do not run from a checkout");
        }

        return folder.FullName;
    }
}
