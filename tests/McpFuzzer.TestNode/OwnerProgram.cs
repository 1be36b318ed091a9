using Akka.Actor;
using Akka.Hosting;
using McpFuzzer.Actors.Client.Processes;
using McpFuzzer.Actors.Client.Remote;
using McpFuzzer.Actors.Clusters;
using McpFuzzer.Actors.Contracts.Processes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace McpFuzzer.TestNode;

/// <summary>A client that owns a process on a node, as a member of its cluster or from outside.</summary>
internal static class OwnerProgram
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Prints the pid of the process, and ends in order at the end of its stdin. It does not stop the process itself.
    /// What it logs as a warning or an error is on stdout as well.
    /// </summary>
    public static async Task<int> RunAsync(string stateFolder, bool isMember, string node)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddAkka(
            "mcp-fuzzer",
            akka =>
            {
                akka.AddHocon("akka { loglevel = WARNING, stdout-loglevel = WARNING }", HoconAddMode.Prepend);
                if (isMember)
                {
                    akka.WithMcpFuzzerClient(client =>
                    {
                        client.StateFolder = stateFolder;
                        client.Join.Add(node);
                    });
                }
                else
                {
                    akka.WithMcpFuzzerTls(tls => tls.StateFolder = stateFolder);
                }
            }
        );
        using var host = builder.Build();
        await host.StartAsync();
        var runtime = await RemoteRuntime.ResolveAsync(
            host.Services.GetRequiredService<ActorSystem>(),
            Address.Parse($"akka.ssl.tcp://mcp-fuzzer@{node}"),
            Patience
        );
        var processes = new ProcessManagerClient(runtime.Manager);
        var owned = await processes.StartOwnedAsync(
            new ProcessSpec { Command = ["sleep", "600"] },
            new ProcessKey("owned")
        );
        await Console.Out.WriteLineAsync($"{owned.Started.Pid}");
        await Console.In.ReadToEndAsync();
        await host.StopAsync();
        return 0;
    }
}
