using McpFuzzer.Actors.Hazards.Tests.House;
using McpFuzzer.TestNode;

namespace McpFuzzer.Actors.Hazards.Tests.Stdio;

/// <summary>
/// A gigabyte of output without a reader, in its own node process, so that its memory is measured alone.
/// </summary>
public sealed class FloodHazards : HazardTest
{
    private const long Gigabyte = 1024L * 1024 * 1024;
    private const long WarmUp = 512L * 1024 * 1024;
    private const long MostGrowth = 8L * 1024 * 1024;

    [Theory]
    [At(NodeLevel.Cgroup, NodeLevel.Session, NodeLevel.Group, NodeLevel.Portable)]
    [Trait("Hazard", "8")]
    public Task Should_count_a_gigabyte_of_lines_on_stdout_in_constant_memory(NodeLevel level) =>
        FloodAsync(level, "yes 2>/dev/null | head -c {0}", $"EXITED {Gigabyte} 0 exit code 0");

    [Theory]
    [At(NodeLevel.Cgroup, NodeLevel.Portable)]
    [Trait("Hazard", "9")]
    public Task Should_count_a_gigabyte_on_stderr_and_keep_stdout_apart(NodeLevel level) =>
        FloodAsync(level, "yes 2>/dev/null | head -c {0} >&2; echo out", $"EXITED 4 {Gigabyte} exit code 0");

    [Theory]
    [At(NodeLevel.Cgroup, NodeLevel.Portable)]
    [Trait("Hazard", "10")]
    public Task Should_count_a_gigabyte_without_a_newline_in_constant_memory(NodeLevel level) =>
        FloodAsync(level, "head -c {0} /dev/zero", $"EXITED {Gigabyte} 0 exit code 0");

    private async Task FloodAsync(NodeLevel level, string script, string expected)
    {
        var node = await NodeProcessAsync(new NodeSettings(level, FolderFor("state")));
        await RunAsync(node, "warm-up", string.Format(script, WarmUp));
        var before = node.ResidentBytes();

        var exited = await RunAsync(node, "flood", string.Format(script, Gigabyte));

        // The end of the output may be reported after the exit: the stop has the final counters.
        Assert.Equal(
            expected.Replace("EXITED", "STOPPED", StringComparison.Ordinal),
            await node.TellAsync("stop flood")
        );
        Assert.EndsWith("exit code 0", exited, StringComparison.Ordinal);
        Assert.InRange(node.ResidentBytes() - before, long.MinValue, MostGrowth);
        AssertNoneLeft(promised: true);
    }

    private static async Task<string> RunAsync(NodeProcess node, string key, string script)
    {
        Assert.StartsWith("STARTED", await node.TellAsync($"start {key} {script}"), StringComparison.Ordinal);
        return await node.TellAsync($"wait {key}");
    }
}
