using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Samples.Processes;

/// <summary>The events of the original's observers, as a stream that misses none.</summary>
public static class WatchingEvents
{
    private static readonly ProcessKey Key = new("watched");

    public static async Task RunAsync(TextWriter output)
    {
        await using var node = await SampleNode.StartAsync();

        // The subscription begins before the process is started
        await using var events = await node.Processes.WatchAsync(Key);
        await node.Processes.StartAsync(new ProcessSpec { Command = ["sh", "-c", "exit 3"] }, Key);

        await foreach (var what in events)
        {
            output.WriteLine(what is ProcessExited exited ? $"ProcessExited: {exited.Exit}" : what.GetType().Name);
            if (what is ProcessStopped)
            {
                break;
            }
        }

        await node.Processes.ShutdownAsync();
    }
}
