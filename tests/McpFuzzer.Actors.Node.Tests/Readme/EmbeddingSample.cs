using Akka.Actor;
using Akka.Hosting;
using Akka.Logger.Serilog;
using McpFuzzer.Actors.Client.Registry;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Serilog;

namespace McpFuzzer.Actors.Node.Tests.Readme;

/// <summary>The messages of an actor, of which docs/embedding.md shows a part.</summary>
internal static class EmbeddingSample
{
    public static async Task RunAsync(string[] args)
    {
        Log.Logger = new LoggerConfiguration().WriteTo.Console().CreateLogger();

        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddSerilog(Log.Logger, dispose: true);
        builder.Services.AddAkka(
            "my-node",
            akka =>
                akka.ConfigureLoggers(loggers =>
                    {
                        loggers.ClearLoggers();
                        loggers.AddSerilogLogging();
                    })
                    .WithMcpFuzzer()
        );
        using var host = builder.Build();
        await host.StartAsync();

        var manager = host.Services.GetRequiredService<IRequiredActor<ManagerKey>>().ActorRef;
        var reply = await manager.Ask<IStartReply>(
            new StartProcess(new ProcessSpec { Command = ["sh", "-c", "echo ready; sleep 60"] }),
            TimeSpan.FromSeconds(10)
        );
        if (reply is ProcessStarted started)
        {
            Console.WriteLine($"{started.Key} runs as pid {started.Pid}");
            await manager.Ask<IStopReply>(new StopProcess(started.Key), TimeSpan.FromSeconds(15));
        }
        else if (reply is CommandRejected rejected)
        {
            Console.WriteLine(rejected.Message);
        }

        await host.StopAsync();
    }
}
