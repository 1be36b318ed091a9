using System.Text.Json;

namespace McpFuzzer.Actors.Node.Tests.EndToEnd;

/// <summary>
/// Real servers on the official TypeScript SDK: the campaign completes, calls every tool, and has no false finding.
/// </summary>
[Collection(EndToEndGroup.Name)]
public sealed class NodeServerTests : IDisposable
{
    private readonly Mcpfuzzer _program = new();

    public void Dispose() => _program.Dispose();

    [NodeFact]
    public Task Should_complete_on_server_everything() =>
        // One of its tools rightly takes ten seconds with its defaults. It is given up after one such wait.
        CompleteTwiceAsync(
            ["--max-hangs", "1", "--concurrency", "2"],
            () => NodeServers.Command("server-everything", "stdio")
        );

    [NodeFact]
    public Task Should_complete_on_server_memory() =>
        CompleteTwiceAsync(
            ["--destructive"],
            () =>
            {
                _program.Environment["MEMORY_FILE_PATH"] = Path.Combine(_program.Folder, "memory.jsonl");
                return NodeServers.Command("server-memory");
            }
        );

    [NodeFact]
    public Task Should_complete_on_server_sequential_thinking() =>
        CompleteTwiceAsync([], () => NodeServers.Command("server-sequential-thinking"));

    [NodeFact]
    public Task Should_complete_on_server_filesystem_when_destructive_tools_are_requested() =>
        CompleteTwiceAsync(
            ["--destructive"],
            () =>
            {
                var scratch = Directory.CreateDirectory(Path.Combine(_program.Folder, "scratch"));
                return NodeServers.Command("server-filesystem", scratch.FullName);
            }
        );

    private async Task CompleteTwiceAsync(string[] options, Func<string[]> command)
    {
        string[] fuzz = ["fuzz", "--seed", "7", "--runs", "8", "--keep-cases", "--no-progress", "--fail-on", "high"];
        foreach (var output in (string[])["first", "second"])
        {
            var result = await _program.RunAsync([.. fuzz, "--output", output, .. options, "--", .. command()]);

            Assert.Equal(0, result.ExitCode);
            var summary = _program.Report(output, "summary.json");
            Assert.Equal("completed", summary.GetProperty("endedBy").GetString());
            Assert.Equal(0, summary.GetProperty("leftovers").GetInt32());
            Assert.Empty(summary.GetProperty("skippedTools").EnumerateArray());
            AssertEveryToolWasCalled(output, summary);
            _program.AssertNothingIsLeft();
        }

        Assert.Equal(Cases("first"), Cases("second"));
    }

    private void AssertEveryToolWasCalled(string output, JsonElement summary)
    {
        var called = Lines(output)
            .Where(line => line.GetProperty("outcome").GetString() != "not-sent")
            .Select(line => line.GetProperty("tool").GetString())
            .ToHashSet();
        var listed = summary.GetProperty("tools").EnumerateArray().Select(tool => tool.GetString()).ToHashSet();

        Assert.NotEmpty(listed);
        Assert.Equal(listed, called);
    }

    /// <summary>The planned part of each case.</summary>
    private List<string> Cases(string output) =>
        [
            .. Lines(output)
                .Select(line =>
                    $"{line.GetProperty("caseId").GetString()} {line.GetProperty("arguments").GetRawText()}"
                )
                .Order(StringComparer.Ordinal),
        ];

    private IEnumerable<JsonElement> Lines(string output) =>
        File.ReadLines(Path.Combine(_program.Folder, output, "cases.jsonl"))
            .Select(line => JsonDocument.Parse(line).RootElement);
}
