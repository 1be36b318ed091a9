using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Hazards.Tests.House;
using McpFuzzer.Actors.Os;
using McpFuzzer.Actors.Os.Linux;
using McpFuzzer.Actors.Os.Portable;
using McpFuzzer.TestNode;

namespace McpFuzzer.Actors.Hazards.Tests.Stdio;

/// <summary>Targets that do not read what is written to them.</summary>
public sealed class StdinHazards : HazardTest
{
    private static readonly byte[] TenMegabytes = new byte[10 * 1024 * 1024];

    [Theory]
    [At]
    [Trait("Hazard", "12")]
    public async Task Should_time_out_the_write_and_harm_no_other_when_a_target_never_reads(NodeLevel level)
    {
        var node = await NodeAsync(level, ImpatientHost(level));
        var deaf = await node.StartReadyAsync(
            node.Shell("echo ready; exec sleep 1000") with
            {
                Stdin = StdioMode.Piped,
            }
        );
        var talkative = await node.StartReadyAsync(
            node.Shell("echo ready; while read line; do echo \"$line\"; done") with
            {
                Stdin = StdioMode.Piped,
            },
            new("talkative")
        );

        var writing = deaf.Stdin!.WriteAsync(TenMegabytes).AsTask();
        await talkative.Stdin!.WriteAsync("hello\n"u8.ToArray());

        Assert.Equal("hello", await HazardNode.ReadLineAsync(talkative));
        var fault = await Assert.ThrowsAsync<StdinWriteException>(() => writing.WaitAsync(Patience.Long));
        Assert.Equal(StdinFault.TimedOut, fault.Fault);
        Assert.Equal(node.Died(15), (await node.StopAsync(grace: 30)).Exit);
        await node.StopAsync(new("talkative"));
        AssertNoneLeft(promised: true);
    }

    [Theory]
    [At]
    [Trait("Hazard", "13")]
    public async Task Should_report_stdin_as_closed_when_the_target_has_closed_it(NodeLevel level)
    {
        var node = await NodeAsync(level);
        var streams = await node.StartReadyAsync(
            node.Shell("exec 0<&-; echo ready; exec sleep 1000") with
            {
                Stdin = StdioMode.Piped,
            }
        );

        var fault = await Assert.ThrowsAsync<StdinWriteException>(() =>
            streams.Stdin!.WriteAsync(TenMegabytes).AsTask().WaitAsync(Patience.Long)
        );

        Assert.Equal(StdinFault.Closed, fault.Fault);
        Assert.Equal(node.Died(15), (await node.StopAsync(grace: 30)).Exit);
        AssertNoneLeft(promised: true);
    }

    private IProcessHost ImpatientHost(NodeLevel level)
    {
        var options = new HostOptions { StdinWriteTimeout = TimeSpan.FromSeconds(0.5) };
        return level == NodeLevel.Portable
            ? new PortableProcessHost(TimeProvider.System, options)
            : new LinuxProcessHost(
                TimeProvider.System,
                options with
                {
                    Containment = level.Containment(),
                    Subreaper = level.IsSubreaper(),
                    StateFolder = FolderFor("state-0"),
                }
            );
    }
}
