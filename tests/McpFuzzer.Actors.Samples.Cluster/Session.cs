using Akka.Actor;
using McpFuzzer.Actors.Client.Executions;
using McpFuzzer.Actors.Client.Processes;
using McpFuzzer.Actors.Client.Remote;
using McpFuzzer.Actors.Contracts.Processes;

namespace ClusterSample;

/// <summary>What both clients do: start and watch a process, run an operation, stop the process.</summary>
public static class Session
{
    public static async Task RunAsync(RemoteRuntime runtime)
    {
        var processes = new ProcessManagerClient(runtime.Manager);
        var executor = new ExecutorClient(runtime.Executor);
        await using var events = await processes.WatchAsync();

        var server = await processes.StartAsync(
            new ProcessSpec
            {
                Command = ["sh", "-c", "echo ready; exec sleep 600"],
                ReadyWhen = new ReadyWhen.LineMatching("^ready$"),
            }
        );
        Console.WriteLine($"ready: {await processes.WaitForReadyAsync(server.Key)}");

        // An actor asks in the same way, without a client.
        var status = await runtime.Manager.Ask<IGetProcessReply>(new GetProcess(server.Key), TimeSpan.FromSeconds(10));
        Console.WriteLine($"phase: {(status as ProcessSnapshot)?.Phase}");

        var digest = await executor.ExecuteAsync<DigestResult>(new Digest("abc"));
        Console.WriteLine($"digest: {digest.Sha256}");

        Console.WriteLine($"stopped: {await processes.StopAsync(server.Key)}");
        await foreach (var what in events)
        {
            Console.WriteLine(what.GetType().Name);
            if (what is ProcessStopped)
            {
                break;
            }
        }
    }
}
