using Akka.Actor;
using Akka.Hosting;
using McpFuzzer.Actors.Client.Registry;
using McpFuzzer.Actors.Hosting;
using McpFuzzer.Actors.Os;
using McpFuzzer.Actors.Os.Portable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace McpFuzzer.TestNode;

/// <summary>A node as a program would host it.</summary>
public sealed class HostedNode : IAsyncDisposable
{
    private readonly IHost _host;

    private HostedNode(IHost host)
    {
        _host = host;
        System = host.Services.GetRequiredService<ActorSystem>();
        Manager = host.Services.GetRequiredService<ActorRegistry>().Get<ManagerKey>();
    }

    /// <summary>The actor system.</summary>
    public ActorSystem System { get; }

    /// <summary>The ManagerActor.</summary>
    public IActorRef Manager { get; }

    /// <summary>Starts a node.</summary>
    /// <param name="settings">The node's settings.</param>
    /// <param name="host">Replaces the process host of the level.</param>
    /// <param name="logging">Adds log providers; there are none by default.</param>
    internal static async Task<HostedNode> StartAsync(
        NodeSettings settings,
        IProcessHost? host = null,
        Action<ILoggingBuilder>? logging = null
    )
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        logging?.Invoke(builder.Logging);
        builder.Services.AddAkka(
            "node",
            akka =>
            {
                akka.ConfigureLoggers(loggers =>
                {
                    loggers.ClearLoggers();
                    loggers.AddLoggerFactory();
                });
                akka.WithMcpFuzzer(options => Configure(options, settings, host));
            }
        );
        var program = builder.Build();
        await program.StartAsync();
        return new HostedNode(program);
    }

    /// <summary>Sends a message to the manager and returns the reply.</summary>
    /// <typeparam name="TReply">The expected reply; another one throws.</typeparam>
    /// <param name="message">A command or a query.</param>
    /// <param name="patience">The timeout of the reply.</param>
    public Task<TReply> AskAsync<TReply>(object message, TimeSpan patience) => Manager.Ask<TReply>(message, patience);

    /// <summary>Shuts the node down, like a host whose program receives SIGTERM.</summary>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private static void Configure(McpFuzzerOptions options, NodeSettings settings, IProcessHost? host)
    {
        options.Host =
            host
            ?? (
                settings.Level == NodeLevel.Portable
                    ? new PortableProcessHost(TimeProvider.System, new McpFuzzer.Actors.Os.HostOptions())
                    : null
            );
        if (settings.Level != NodeLevel.Portable)
        {
            options.Process.Containment = settings.Level.Containment();
        }

        options.Process.Subreaper = settings.Level.IsSubreaper();
        options.Process.Guardian = settings.Guardian;
        options.Process.StateFolder = settings.StateFolder;
    }
}
