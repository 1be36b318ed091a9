using Akka.Actor;
using Akka.Configuration;
using Akka.Hosting;
using McpFuzzer.Actors.Client.Registry;
using McpFuzzer.Actors.Clusters;
using McpFuzzer.Actors.Node.Configuration;
using McpFuzzer.Actors.Node.Consoles;
using McpFuzzer.Actors.Node.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace McpFuzzer.Actors.Node.Clusters;

/// <summary>The node of the verb <c>node</c>, in a generic host.</summary>
internal static class ClusterNode
{
    /// <summary>The name of the actor system of every member.</summary>
    private const string SystemName = "mcp-fuzzer";

    /// <summary>Starts a node, and returns when its actors have started and it is joining.</summary>
    /// <param name="configuration">All settings.</param>
    /// <param name="insecure">Plain remoting.</param>
    /// <param name="writeLine">Takes the log.</param>
    /// <exception cref="McpFuzzer.Actors.Client.Configuration.SettingsException">A value is rejected.</exception>
    public static async Task<RunningNode> StartAsync(Config configuration, bool insecure, Action<string> writeLine)
    {
        var log = new ConsoleLog(writeLine);
        var host = Build(configuration, insecure, log);
        try
        {
            await host.StartAsync();
            log.Open();
            return new RunningNode(
                host.Services.GetRequiredService<ActorSystem>(),
                host.Services.GetRequiredService<ActorRegistry>().Get<ManagerKey>(),
                () => StopAsync(host)
            );
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    private static IHost Build(Config configuration, bool insecure, ConsoleLog log)
    {
        var settings = NodeSettings.Read(configuration);
        var level = NodeLog.LevelOf(configuration, settings);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddNodeLog(level, settings.LogFormat, log);
        builder.Services.AddAkka(
            SystemName,
            (akka, _) =>
                akka.AddHocon(configuration, HoconAddMode.Prepend)
                    .WithNodeLog(level)
                    .WithMcpFuzzerNode(node => node.Insecure = insecure)
        );
        builder.Services.AddSingleton<IHostLifetime, SilentLifetime>();

        // The phases of the system's own shutdown have their bounds. The host must not cut a long ladder short.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Timeout.InfiniteTimeSpan);
        return builder.Build();
    }

    private static async Task StopAsync(IHost host)
    {
        await host.StopAsync();
        host.Dispose();
    }
}
