using Akka.Actor;
using Akka.Configuration;
using Akka.Hosting;
using McpFuzzer.Actors.Client.Registry;
using McpFuzzer.Actors.Hosting;
using McpFuzzer.Actors.Node.Clusters.Tls;
using McpFuzzer.Actors.Node.Configuration;
using McpFuzzer.Actors.Node.Consoles;
using McpFuzzer.Actors.Node.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace McpFuzzer.Actors.Node.Clusters;

/// <summary>A node in a system that can join a cluster.</summary>
internal static class ClusterNode
{
    /// <summary>Starts one that has not joined yet; answers when the actors stand.</summary>
    /// <param name="configuration">All settings, the profile <c>cluster.conf</c> among them.</param>
    /// <param name="cluster">Where it listens.</param>
    /// <param name="identity">Null is plain remoting.</param>
    /// <param name="writeLine">Takes the log.</param>
    /// <param name="runtime">What the runtime is told in code, such as the operations that it runs.</param>
    /// <exception cref="McpFuzzer.Actors.Client.Configuration.SettingsException">A value is rejected.</exception>
    public static async Task<RunningNode> StartAsync(
        Config configuration,
        ClusterSettings cluster,
        NodeIdentity? identity,
        Action<string> writeLine,
        McpFuzzerOptions? runtime = null
    )
    {
        var log = new ConsoleLog(writeLine);
        var host = Build(configuration, cluster, identity, log, runtime ?? new McpFuzzerOptions());
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

    private static IHost Build(
        Config configuration,
        ClusterSettings cluster,
        NodeIdentity? identity,
        ConsoleLog log,
        McpFuzzerOptions runtime
    )
    {
        var level = NodeSettings.Read(configuration).AkkaLogLevel;
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddAkka(
            ClusterHosting.SystemName,
            (akka, _) =>
                akka.AddHocon($"akka.loglevel = {level}\n{ConsoleLogger.Hocon}", HoconAddMode.Prepend)
                    .AddHocon(configuration, HoconAddMode.Prepend)
                    .AddSetup(new ConsoleLogger.LogSetup(log))
                    .WithMcpFuzzer(runtime)
                    .WithCluster(cluster, identity)
        );
        builder.Services.AddSingleton<IHostLifetime, SilentLifetime>();

        // The phases of the system's own shutdown have their bounds; a long ladder is not cut short by another.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Timeout.InfiniteTimeSpan);
        return builder.Build();
    }

    private static async Task StopAsync(IHost host)
    {
        await host.StopAsync();
        host.Dispose();
    }
}
