using Akka.Hosting;
using McpFuzzer.Actors.Client.Executions;
using McpFuzzer.Actors.Client.Processes;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace McpFuzzer.Actors.Node.Tests.Readme;

/// <summary>A retried operation beside a process, of which docs/embedding.md shows a part.</summary>
internal static class ClientSample
{
    public static async Task RunAsync(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(args);
        builder.Logging.ClearProviders();
        builder.Services.AddAkka("my-node", akka => akka.WithMcpFuzzer());
        builder.Services.AddMcpFuzzerClients();
        using var host = builder.Build();
        await host.StartAsync();
        await UseAsync(
            host.Services.GetRequiredService<ProcessManagerClient>(),
            host.Services.GetRequiredService<ExecutorClient>()
        );
        await host.StopAsync();
    }

    private static async Task UseAsync(ProcessManagerClient processes, ExecutorClient executor)
    {
        var server = await processes.StartAsync(
            new ProcessSpec
            {
                Command = ["sh", "-c", "echo ready; sleep 60"],
                ReadyWhen = new ReadyWhen.LineMatching("^ready$"),
            }
        );
        if (await processes.WaitForReadyAsync(server.Key))
        {
            var answer = await executor.ExecuteWithRetryAsync(
                async cancellation => await AskServerAsync(cancellation),
                retryCount: 3,
                timeout: TimeSpan.FromSeconds(5)
            );
            Console.WriteLine(answer);
        }

        Console.WriteLine($"stopped: {await processes.StopAsync(server.Key)}");
    }

    private static Task<string> AskServerAsync(CancellationToken cancellation) =>
        Task.FromResult("answered").WaitAsync(cancellation);
}
