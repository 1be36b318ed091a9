using Akka.Actor;
using Akka.Hosting;
using McpFuzzer.Actors.Client.Registry;
using McpFuzzer.Actors.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace McpFuzzer.Actors.Benchmarks.Peers;

/// <summary>
/// This system's executor, as a program embeds it: a hosted node that receives messages. It has the reference
/// configuration, apart from what a scenario sets.
/// </summary>
internal sealed class OwnExecutor : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly IHost _host;

    private OwnExecutor(IHost host)
    {
        _host = host;
        Executor = host.Services.GetRequiredService<ActorRegistry>().Get<ExecutorKey>();
    }

    public IActorRef Executor { get; }

    public static async Task<OwnExecutor> OpenAsync(Action<ExecutorOptions>? configure = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        builder.Services.AddAkka(
            "bench",
            akka =>
                akka.AddHocon("akka.loglevel = WARNING, akka.stdout-loglevel = OFF", HoconAddMode.Prepend)
                    .WithMcpFuzzer(options =>
                    {
                        options.Process.Guardian = false;
                        configure?.Invoke(options.Executor);
                    })
        );
        var host = builder.Build();
        await host.StartAsync();
        return new OwnExecutor(host);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
