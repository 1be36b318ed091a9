using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Os.Tests.Contract;

public abstract partial class ProcessHostContract
{
    [Theory]
    [InlineData("")]
    [InlineData(">&2")]
    public async Task Should_report_readiness_once_when_a_line_matches(string redirection)
    {
        var (handle, recorder) = await ShellAsync(
            $"(echo starting; printf rea; echo dy on 80; echo ready on 81) {redirection}; read -r _",
            spec => spec with { Stdin = StdioMode.Piped, ReadyWhen = new ReadyWhen.LineMatching("^ready on \\d+$") }
        );

        await recorder.Ready;
        Assert.False(recorder.ExitedBeforeReady);
        handle.CloseStdin();
        await recorder.Exit;
        await recorder.Closed;
        Assert.Equal(1, recorder.Readies);
        await EndAsync(handle);
    }

    [Fact]
    public async Task Should_report_readiness_when_a_piped_output_has_no_reader()
    {
        var (handle, recorder) = await ShellAsync(
            "echo ready; read -r _",
            spec => Piped(spec) with { ReadyWhen = new ReadyWhen.FirstOutput() }
        );

        await recorder.Ready;
        await EndAsync(handle);
    }

    [Fact]
    public async Task Should_report_no_readiness_when_no_line_matches()
    {
        var (handle, recorder) = await ShellAsync(
            "echo starting; printf ready",
            spec => spec with { ReadyWhen = new ReadyWhen.LineMatching("ready") }
        );

        await recorder.Exit;
        await recorder.Closed;
        Assert.Equal(0, recorder.Readies);
        await EndAsync(handle);
    }

    [Fact]
    public async Task Should_report_no_readiness_when_the_output_does_not_pass_through_the_node()
    {
        var (handle, recorder) = await ShellAsync(
            "echo ready",
            spec => spec with { Stdout = StdioMode.Null, ReadyWhen = new ReadyWhen.FirstOutput() }
        );

        await recorder.Exit;
        await recorder.Closed;
        Assert.Equal(0, recorder.Readies);
        await EndAsync(handle);
    }

    [Fact]
    public async Task Should_report_readiness_when_the_observer_is_set_afterwards()
    {
        var spec = new ProcessSpec
        {
            Command = ["sh", "-c", "echo ready; exit 3"],
            Stdout = StdioMode.Piped,
            ReadyWhen = new ReadyWhen.FirstOutput(),
        };
        var result = await Host.StartAsync(Marked(spec), CancellationToken.None).WaitAsync(Recorder.Patience);
        var handle = Assert.IsType<StartResult.Started>(result).Handle;
        Assert.Equal("ready", await ReadLineAsync(handle.Stdout!));

        var recorder = new Recorder();
        handle.Observe(recorder);

        await recorder.Ready;
        await recorder.Exit;
        Assert.Equal(1, recorder.Readies);
        await EndAsync(handle);
    }

    [Fact]
    public async Task Should_reject_a_pattern_when_it_cannot_be_matched() =>
        Assert.Contains(
            "pattern",
            (
                await FailAsync(new ProcessSpec { Command = ["true"], ReadyWhen = new ReadyWhen.LineMatching("(?=x)") })
            ).Message,
            StringComparison.Ordinal
        );
}
