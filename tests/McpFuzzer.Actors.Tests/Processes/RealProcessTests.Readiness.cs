using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Tests.Processes;

public sealed partial class RealProcessTests
{
    [Theory]
    [InlineData(StdioMode.CapturedTail)]
    [InlineData(StdioMode.Piped)]
    public async Task Should_be_ready_when_a_line_says_so_even_if_no_consumer_has_attached(StdioMode stdout)
    {
        using var events = Watch();
        await StartAsync(
            "echo starting >&2; echo starting; echo listening on 8080; sleep 99",
            spec => spec with { Stdout = stdout, ReadyWhen = new ReadyWhen.LineMatching("^listening on \\d+$") }
        );

        var ready = await _node.AskAsync<ProcessReady>(new WaitForReady(Key));

        Assert.Equal(1, ready.Incarnation);
        var published = await TakeUntilAsync<ProcessReady>(events);
        Assert.Equal([typeof(ProcessStarted), typeof(ProcessReady)], published.Select(what => what.GetType()));
        await StopAsync();
        Assert.Empty(Marked());
    }

    [Fact]
    public async Task Should_not_be_ready_when_it_exits_without_saying_so()
    {
        using var events = Watch();
        await StartAsync(
            "echo starting; exit 3",
            spec => spec with { ReadyWhen = new ReadyWhen.LineMatching("listening") }
        );

        await _node.AskAsync<ProcessNotReady>(new WaitForReady(Key));

        var published = await TakeUntilAsync<ProcessStopped>(events);
        Assert.Equal(
            [typeof(ProcessStarted), typeof(ProcessNotReady), typeof(ProcessExited), typeof(ProcessStopped)],
            published.Select(what => what.GetType())
        );
        Assert.Empty(Marked());
    }
}
