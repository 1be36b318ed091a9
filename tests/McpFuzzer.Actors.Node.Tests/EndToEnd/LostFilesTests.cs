using McpFuzzer.Actors.Node.Tests.House;

namespace McpFuzzer.Actors.Node.Tests.EndToEnd;

/// <summary>Runs whose files cannot be written.</summary>
[Collection(EndToEndGroup.Name)]
public sealed class LostFilesTests : IDisposable
{
    private static readonly string TestProfile = Checkout.PathOf("hocon", "test.conf");

    private readonly Mcpfuzzer _program = new();

    public LostFilesTests() =>
        // Otherwise the runtime maps its code through a file, which the limit on file sizes would forbid.
        _program.Environment["DOTNET_EnableWriteXorExecute"] = "0";

    public void Dispose() => _program.Dispose();

    [Fact]
    public async Task Should_go_on_without_the_cases_when_there_is_no_room_for_them()
    {
        var result = await LimitedAsync(blocks: 16);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(
            "mcpfuzzer: can't write out/cases.jsonl: File too large; the run goes on without it",
            Assert.Single(result.ErrorLines)
        );
        Assert.Contains("report: out", result.Output, StringComparison.Ordinal);
        Assert.Equal("completed", _program.Report("out", "summary.json").GetProperty("endedBy").GetString());
        _program.AssertNothingIsLeft();
    }

    [Fact]
    public async Task Should_print_the_result_and_exit_4_when_there_is_no_room_for_a_report()
    {
        var result = await LimitedAsync(blocks: 1);

        Assert.Equal(4, result.ExitCode);
        Assert.All(
            result.ErrorLines,
            line => Assert.StartsWith("mcpfuzzer: can't write out/", line, StringComparison.Ordinal)
        );
        Assert.Equal("mcpfuzzer: can't write out/summary.json: File too large", result.ErrorLines[^1]);
        Assert.Contains("report: out", result.Output, StringComparison.Ordinal);
        _program.AssertNothingIsLeft();
    }

    [Fact]
    public async Task Should_make_the_folder_again_when_it_was_removed()
    {
        var result = await WhileRunningAsync(folder => Directory.Delete(folder, recursive: true));

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("duration", _program.Report("out", "summary.json").GetProperty("endedBy").GetString());
        Assert.Empty(_program.Report("out", "findings.json").GetProperty("findings").EnumerateArray());
        _program.AssertNothingIsLeft();
    }

    [Fact]
    public async Task Should_print_the_result_and_exit_4_when_a_file_has_replaced_the_folder()
    {
        var result = await WhileRunningAsync(folder =>
        {
            Directory.Delete(folder, recursive: true);
            File.WriteAllText(folder, "mine");
        });

        Assert.Equal(4, result.ExitCode);
        Assert.Equal(
            "mcpfuzzer: can't write out/findings.json and out/summary.json: the output folder out is a file",
            result.ErrorLines[^1]
        );
        Assert.Contains("report: out", result.Output, StringComparison.Ordinal);
        _program.AssertNothingIsLeft();
    }

    private Task<RunResult> LimitedAsync(int blocks) =>
        _program.RunAfterAsync(
            $"trap '' XFSZ; ulimit -f {blocks}",
            "fuzz",
            "--seed",
            "7",
            "--output",
            "out",
            "--tool",
            "echo",
            "--runs",
            "200",
            "--keep-cases",
            "--no-progress"
        );

    private async Task<RunResult> WhileRunningAsync(Action<string> harm)
    {
        var done = false;
        string[] arguments = ["fuzz", "--seed", "7", "--output", "out", "--runs", "100000", "--duration", "4s"];
        return await _program.RunAsync(
            [.. arguments, "--tool", "echo", "--config", TestProfile],
            (_, line) =>
            {
                if (!done && line.StartsWith("fuzzing: ", StringComparison.Ordinal))
                {
                    done = true;
                    harm(Path.Combine(_program.Folder, "out"));
                }
            }
        );
    }
}
