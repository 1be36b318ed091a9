using System.Collections.Concurrent;
using System.Runtime.Versioning;
using Akka.Actor;
using Akka.Hosting;
using McpFuzzer.Actors.Client.Remote;
using McpFuzzer.Actors.Clusters;
using McpFuzzer.Actors.Contracts.Processes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace McpFuzzer.Actors.Tests.Clusters;

/// <summary>What two systems log, over TLS, when they leave each other in order.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class LeaveTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _state = Directory.CreateTempSubdirectory("mcpfuzzer-leave-").FullName;
    private readonly LogRecord _log = new();

    public void Dispose() => Directory.Delete(_state, recursive: true);

    [Theory]
    [InlineData("member", "peer")]
    [InlineData("member", "node")]
    [InlineData("member", "both")]
    [InlineData("outside", "peer")]
    [InlineData("outside", "node")]
    [InlineData("outside", "both")]
    public async Task Should_log_no_warning_when_a_system_leaves_in_order(string peer, string first)
    {
        using var node = await StartAsync(akka =>
            akka.WithMcpFuzzerNode(options =>
            {
                options.Port = 0;
                options.StateFolder = _state;
            })
        );
        var address = AddressOf(node);
        using var other = await StartAsync(akka => AddPeer(akka, peer, address));
        var runtime = await RemoteRuntime.ResolveAsync(SystemOf(other), address, Patience);
        await runtime.Manager.Ask<ManagerStats>(new GetManagerStats(), Patience);

        switch (first)
        {
            case "peer":
                await other.StopAsync();
                await node.StopAsync();
                break;
            case "node":
                await node.StopAsync();
                await other.StopAsync();
                break;
            default:
                await Task.WhenAll(other.StopAsync(), node.StopAsync());
                break;
        }

        Assert.Equal("", string.Join("\n", _log.Lines));
    }

    private void AddPeer(AkkaConfigurationBuilder akka, string peer, Address node)
    {
        if (peer == "member")
        {
            akka.WithMcpFuzzerClient(client =>
            {
                client.Join.Add($"{node.Host}:{node.Port}");
                client.StateFolder = _state;
            });
        }
        else
        {
            akka.WithMcpFuzzerTls(tls => tls.StateFolder = _state);
        }
    }

    private async Task<IHost> StartAsync(Action<AkkaConfigurationBuilder> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddProvider(_log);
        builder.Services.AddAkka(
            "mcp-fuzzer",
            akka =>
            {
                akka.ConfigureLoggers(loggers =>
                {
                    loggers.LogLevel = Akka.Event.LogLevel.WarningLevel;
                    loggers.ClearLoggers();
                    loggers.AddLoggerFactory();
                });
                configure(akka.AddHocon("akka.stdout-loglevel = OFF", HoconAddMode.Prepend));
            }
        );
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    private static ActorSystem SystemOf(IHost host) => host.Services.GetRequiredService<ActorSystem>();

    private static Address AddressOf(IHost host) => ((ExtendedActorSystem)SystemOf(host)).Provider.DefaultAddress;

    private sealed class LogRecord : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public IEnumerable<string> Lines => _lines;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (IsEnabled(logLevel))
            {
                _lines.Enqueue($"{logLevel}: {formatter(state, exception)} {exception}");
            }
        }

        public void Dispose() { }
    }
}
