using Akka.Actor;
using Akka.Hosting;
using McpFuzzer.Actors.Client.Registry;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace McpFuzzer.Actors.Tests.Hosting;

/// <summary>A node as a program would host it.</summary>
internal sealed class RunningNode : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly IHost _host;

    private RunningNode(IHost host)
    {
        _host = host;
        Registry = host.Services.GetRequiredService<ActorRegistry>();
        System = host.Services.GetRequiredService<ActorSystem>();
    }

    public ActorRegistry Registry { get; }

    public ActorSystem System { get; }

    public IActorRef Manager => Registry.Get<ManagerKey>();

    public static async Task<RunningNode> StartAsync(
        Action<McpFuzzerOptions>? configure = null,
        Action<AkkaConfigurationBuilder>? around = null
    )
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        builder.Services.AddAkka(
            "node",
            akka =>
            {
                around?.Invoke(akka);
                akka.WithMcpFuzzer(configure ?? (_ => { }));
            }
        );
        var host = builder.Build();
        await host.StartAsync();
        return new RunningNode(host);
    }

    /// <summary>Asks the manager; an unexpected rejection throws.</summary>
    public Task<TReply> AskAsync<TReply>(object message) => Manager.Ask<TReply>(message, Patience);

    public async Task<ProcessStarted> StartShellAsync(
        string script,
        ProcessKey? key = null,
        Func<ProcessSpec, ProcessSpec>? with = null
    )
    {
        var spec = new ProcessSpec { Command = ["sh", "-c", script], Name = "shell" };
        return await AskAsync<ProcessStarted>(new StartProcess(with?.Invoke(spec) ?? spec, key));
    }

    /// <summary>Stops the node like a host.</summary>
    public Task StopAsync() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
