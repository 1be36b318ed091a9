using System.Buffers;
using System.IO.Pipelines;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.TestNode;

/// <summary>The targets of a node process.</summary>
internal sealed class Targets(HostedNode node)
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Returns the pids of all targets, once each has written its first line.</summary>
    public async Task<int[]> StartAsync(NodeSettings settings) =>
        await Task.WhenAll(
            Enumerable
                .Range(0, settings.Count)
                .Select(index =>
                    StartReadyAsync(new ProcessKey($"t{index}"), settings.Scripts[index % settings.Scripts.Count])
                )
        );

    private async Task<int> StartReadyAsync(ProcessKey key, string script)
    {
        var spec = Shell(script) with { Stdout = StdioMode.Piped };
        // Before the start: a target that ends at once has written its line as well.
        var attaching = node.AskAsync<StdioAttached>(new AttachStdio(key), Patience);
        var started = await node.AskAsync<ProcessStarted>(new StartProcess(spec, key), Patience);
        var streams = await attaching;
        await ReadLineAsync(streams.Stdout!);
        _ = DrainAsync(streams.Stdout!);
        return started.Pid;
    }

    public static ProcessSpec Shell(string script) => new() { Command = ["sh", "-c", script] };

    private static async Task ReadLineAsync(PipeReader reader)
    {
        while (true)
        {
            var read = await reader.ReadAsync().AsTask().WaitAsync(Patience);
            if (read.Buffer.PositionOf((byte)'\n') is { } end)
            {
                reader.AdvanceTo(read.Buffer.GetPosition(1, end));
                return;
            }

            if (read.IsCompleted)
            {
                throw new InvalidOperationException("a target ended before it was ready");
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static async Task DrainAsync(PipeReader reader)
    {
        await reader.CopyToAsync(Stream.Null);
        await reader.CompleteAsync();
    }
}
