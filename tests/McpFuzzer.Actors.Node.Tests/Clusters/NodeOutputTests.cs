using System.Text.Json;
using Akka.Actor;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Node.Tests.EndToEnd;

namespace McpFuzzer.Actors.Node.Tests.Clusters;

/// <summary>What <c>mcpfuzzer node</c> writes: its address to stdout, and its log to stderr.</summary>
[Collection(EndToEndGroup.Name)]
public sealed class NodeOutputTests : IDisposable
{
    private const string Secret = "hunter2-hunter2";

    private readonly ClusterGround _ground = new();

    public void Dispose() => _ground.Dispose();

    [Fact]
    public async Task Should_log_one_line_an_event_to_stderr_and_nothing_to_stdout_when_the_form_is_text()
    {
        var (output, errors) = await LogAsync("text");

        Assert.Equal("", output);
        Assert.All(errors, line => Assert.Matches("^mcpfuzzer: (information|warning): .", line));
        Assert.Contains(errors, line => line.Contains("information: Started logged incarnation 1 pid ", Ordinal));
        Assert.Contains(errors, line => line.Contains("information: Stopped logged incarnation 1: ", Ordinal));
    }

    [Fact]
    public async Task Should_log_one_object_an_event_to_stderr_and_nothing_to_stdout_when_the_form_is_JSON()
    {
        var (output, errors) = await LogAsync("json");

        Assert.Equal("", output);
        var events = errors.Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.All(events, logged => Assert.True(logged.TryGetProperty("@t", out _)));
        Assert.Equal(
            ["Started {ProcessKey}", "Stopped {ProcessKey}"],
            events
                .Where(logged => logged.TryGetProperty("ProcessKey", out var key) && key.ToString() == "logged")
                .Select(logged => logged.GetProperty("@mt").GetString()![.."Started {ProcessKey}".Length])
        );
    }

    private const StringComparison Ordinal = StringComparison.Ordinal;

    private async Task<(string Output, string[] ErrorLines)> LogAsync(string format)
    {
        var node = await _ground.StartAsync(
            "--set",
            "mcp-fuzzer.node.log-level=info",
            "--set",
            $"mcp-fuzzer.node.log-format={format}"
        );
        await using (var member = await FuzzingMember.JoinAsync(_ground, node.Address))
        {
            var started = await (await member.RuntimeOfAsync(node.Address)).Manager.Ask<IStartReply>(
                new StartProcess(
                    new ProcessSpec
                    {
                        Command = ["sleep", "600"],
                        Environment = new Dictionary<string, string?> { ["API_TOKEN"] = Secret },
                    },
                    new ProcessKey("logged")
                ),
                FuzzingMember.Patience
            );
            Assert.IsType<ProcessStarted>(started);
        }

        var (code, error) = await node.TerminateAsync();
        Assert.Equal(0, code);
        Assert.DoesNotContain(Secret, error, Ordinal);
        _ground.AssertNothingIsLeft();
        return (await node.Output.ReadToEndAsync(), error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
