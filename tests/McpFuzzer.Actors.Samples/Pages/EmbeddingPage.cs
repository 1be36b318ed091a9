using Akka.Actor;
using Akka.Hosting;
using McpFuzzer.Actors.Client.Executions;
using McpFuzzer.Actors.Client.Processes;
using McpFuzzer.Actors.Client.Registry;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace McpFuzzer.Actors.Samples.Pages;

/// <summary>The program of docs/embedding.md, with the blocks of its sections.</summary>
public static class EmbeddingPage
{
    /// <summary>The sections from "Options" to "From an actor".</summary>
    public static async Task RunAsync(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(args);
        builder.Logging.ClearProviders();
        builder.Services.AddAkka(
            "my-node",
            akka =>
                akka.WithMcpFuzzer(options =>
                {
                    options.Watchdog.CheckInterval = TimeSpan.FromSeconds(1);
                    options.Watchdog.ProcessTimeout = TimeSpan.FromSeconds(30);
                    options.Watchdog.AutoKill = true;
                    options.Executor.MaxConcurrency = 3;
                })
        );
        builder.Services.AddMcpFuzzerClients();
        using var host = builder.Build();
        await host.StartAsync();

        var processes = host.Services.GetRequiredService<ProcessManagerClient>();

        var failing = new ProcessKey("failing");
        await using var watch = await processes.WatchAsync(failing);
        await processes.StartAsync(new ProcessSpec { Command = ["sh", "-c", "exit 3"] }, failing);

        await foreach (var what in watch)
        {
            Console.WriteLine(what is ProcessExited exited ? $"ProcessExited: {exited.Exit}" : what.GetType().Name);
            if (what is ProcessStopped)
            {
                break;
            }
        }

        var silent = await processes.StartAsync(
            new ProcessSpec { Command = ["sleep", "600"], Timeout = TimeSpan.FromMinutes(2) }
        );
        await processes.UpdateActivityAsync(silent.Key);

        var executor = host.Services.GetRequiredService<ExecutorClient>();
        var result = await executor.ExecuteAsync(async cancellation =>
        {
            await Task.Delay(10, cancellation);
            return "success";
        });
        Console.WriteLine(result);

        var attempts = 0;
        var answer = await executor.ExecuteWithRetryAsync(
            _ => ++attempts < 2 ? throw new IOException("not yet") : Task.FromResult($"answered in attempt {attempts}"),
            retryCount: 3,
            timeout: TimeSpan.FromSeconds(5)
        );
        Console.WriteLine(answer);

        var manager = host.Services.GetRequiredService<IRequiredActor<ManagerKey>>().ActorRef;
        var reply = await manager.Ask<IStartReply>(
            new StartProcess(new ProcessSpec { Command = ["sh", "-c", "echo ready; sleep 60"] }),
            TimeSpan.FromSeconds(10)
        );
        Console.WriteLine(reply is ProcessStarted running ? $"pid {running.Pid}" : reply);

        await host.StopAsync();
    }

    /// <summary>A registered operation.</summary>
    public static async Task GreetAsync(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(args);
        builder.Logging.ClearProviders();
        builder.Services.AddAkka(
            "my-node",
            akka =>
                akka.WithMcpFuzzer(options =>
                    options.Operations.Add<Greet>((greet, _) => ValueTask.FromResult<object?>($"hello {greet.Name}"))
                )
        );
        builder.Services.AddMcpFuzzerClients();
        using var host = builder.Build();
        await host.StartAsync();
        var executor = host.Services.GetRequiredService<ExecutorClient>();

        Console.WriteLine(await executor.ExecuteAsync<string>(new Greet("one")));

        await host.StopAsync();
    }
}

public sealed record Greet(string Name) : IOperation;
