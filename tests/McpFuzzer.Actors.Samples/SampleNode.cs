using Akka.Actor;
using Akka.Hosting;
using McpFuzzer.Actors.Client.Executions;
using McpFuzzer.Actors.Client.Processes;
using McpFuzzer.Actors.Client.Registry;
using McpFuzzer.Actors.Client.Watch;
using McpFuzzer.Actors.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace McpFuzzer.Actors.Samples;

/// <summary>
/// A host with the runtime and its three clients, which each example needs. Its disposal ends every process that it has
/// started.
/// </summary>
public sealed class SampleNode : IAsyncDisposable
{
    private readonly IHost _host;

    private SampleNode(IHost host) => _host = host;

    public ProcessManagerClient Processes => _host.Services.GetRequiredService<ProcessManagerClient>();

    public WatchdogClient Watchdog => _host.Services.GetRequiredService<WatchdogClient>();

    public ExecutorClient Executor => _host.Services.GetRequiredService<ExecutorClient>();

    public IActorRef Manager => _host.Services.GetRequiredService<IRequiredActor<ManagerKey>>().ActorRef;

    public static async Task<SampleNode> StartAsync(Action<McpFuzzerOptions>? configure = null)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddAkka("sample", akka => akka.WithMcpFuzzer(configure ?? (_ => { })));
        builder.Services.AddMcpFuzzerClients();
        var host = builder.Build();
        await host.StartAsync();
        return new SampleNode(host);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
