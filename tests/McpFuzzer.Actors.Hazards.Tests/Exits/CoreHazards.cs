using System.Text;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Hazards.Tests.House;
using McpFuzzer.TestNode;

namespace McpFuzzer.Actors.Hazards.Tests.Exits;

/// <summary>Deaths that leave a core, and exits that only look like deaths.</summary>
public sealed class CoreHazards : HazardTest
{
    [Theory]
    [At]
    [Trait("Hazard", "24")]
    public async Task Should_report_a_core_as_the_kernel_does(NodeLevel level)
    {
        var node = await NodeAsync(level);
        // The expected value is what the same kernel reports to a shell under the same limits.
        var crash = $"ulimit -c unlimited 2>/dev/null; cd '{Scratch}'; ";
        await node.StartAsync(crash + "sh -c 'kill -SEGV $$'; :", new("shell"));
        var shell = await StoppedAsync(node, new("shell"));
        var dumped = Encoding
            .UTF8.GetString(shell.StderrTail.Bytes.Span)
            .Contains("core dumped", StringComparison.Ordinal);

        await node.StartAsync(crash + "kill -SEGV $$");

        Assert.Equal(
            level == NodeLevel.Portable ? new ProcessExit.Code(139) : new ProcessExit.Signal(11, dumped),
            (await StoppedAsync(node, HazardNode.Key)).Exit
        );
        AssertNoneLeft(promised: true);
    }

    [Theory]
    [At]
    [Trait("Hazard", "23")]
    public async Task Should_distinguish_exit_137_from_sigkill_where_the_level_supports_it(NodeLevel level)
    {
        var node = await NodeAsync(level);
        await node.StartAsync("exit 137", new("code"));
        await node.StartAsync("kill -KILL $$", new("signal"));

        var code = (await StoppedAsync(node, new("code"))).Exit;
        var signal = (await StoppedAsync(node, new("signal"))).Exit;

        Assert.Equal((new ProcessExit.Code(137), node.Killed), (code, signal));
        Assert.Equal(level == NodeLevel.Portable, code == signal);
        AssertNoneLeft(promised: true);
    }

    private static async Task<ProcessStopped> StoppedAsync(HazardNode node, ProcessKey key)
    {
        await node.ExitAsync(key);
        return await node.StopAsync(key);
    }
}
