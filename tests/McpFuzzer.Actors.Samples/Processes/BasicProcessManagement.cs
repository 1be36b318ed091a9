using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Samples.Processes;

/// <summary>Start a process, look at it, stop it.</summary>
public static class BasicProcessManagement
{
    public static async Task RunAsync(TextWriter output)
    {
        await using var node = await SampleNode.StartAsync();

        // Start a process
        var process = await node.Processes.StartAsync(
            new ProcessSpec
            {
                Command = Servers.Silent,
                Name = "test_server",
                Timeout = TimeSpan.FromSeconds(60),
            }
        );

        // Get its status: by its key, and the key by its pid
        var status = await node.Processes.GetStatusAsync(process.Key);
        output.WriteLine($"Process status: {status?.Name} is {status?.Phase}");
        var byPid = await node.Processes.FindByPidAsync(process.Pid);
        output.WriteLine($"The process with its pid is the same: {byPid?.Key == process.Key}");

        // Stop the process gracefully
        var isStopped = await node.Processes.StopAsync(process.Key);
        output.WriteLine($"Stopped: {isStopped}");

        // Shut the manager down
        await node.Processes.ShutdownAsync();
    }
}
