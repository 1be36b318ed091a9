using System.Collections.Concurrent;
using System.Text.Json;
using Akka;
using Akka.Actor;
using Akka.Event;
using Akka.Hosting;
using McpFuzzer.Actors.Client.Registry;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Fuzzing.Hosting;
using McpFuzzer.Actors.Hosting;
using McpFuzzer.Actors.Node.Consoles;
using McpFuzzer.Actors.Node.Hosting;
using McpFuzzer.Actors.Node.Tests.EndToEnd;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace McpFuzzer.Actors.Node.Tests.Consoles;

/// <summary>An actor system that logs through Akka.Logger.Serilog, as compact JSON.</summary>
[Collection(EndToEndGroup.Name)]
public sealed class LoggingHostTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<string> _lines = [];
    private readonly ConsoleLog _console;

    public LoggingHostTests()
    {
        _console = new ConsoleLog(_lines.Enqueue);
        _console.Open();
    }

    [Fact]
    public async Task Should_name_process_incarnation_pid_and_actor_when_a_process_is_started()
    {
        ProcessStarted? started = null;
        await RunAsync(async host =>
        {
            var manager = host.Services.GetRequiredService<IRequiredActor<ManagerKey>>().ActorRef;
            started = await manager.Ask<ProcessStarted>(
                new StartProcess(new ProcessSpec { Command = ["sleep", "600"] }, new ProcessKey("logged")),
                Patience
            );
        });

        var logged = Assert.Single(Events(), record => Text(record, "@mt").StartsWith("Started {ProcessKey}", Ordinal));
        Assert.Equal("logged", Text(logged, "ProcessKey"));
        Assert.Equal("1", Text(logged, "Incarnation"));
        Assert.Equal($"{started!.Pid}", Text(logged, "Pid"));
        Assert.EndsWith("/user/mcp-fuzzer/manager/p-logged", Text(logged, "ActorPath"), Ordinal);
        Assert.Contains("ProcessActor", Text(logged, "SourceContext"), Ordinal);
        Assert.Single(
            Events(),
            record =>
                Text(record, "@mt").StartsWith("Stopped {ProcessKey}", Ordinal)
                && Text(record, "ProcessKey") == "logged"
        );
    }

    [Fact]
    public async Task Should_name_the_campaign_when_one_runs()
    {
        await RunAsync(async host =>
        {
            using var inbox = Inbox.Create(host.Services.GetRequiredService<ActorSystem>());
            inbox.Send(
                host.Services.GetRequiredService<IRequiredActor<CampaignsKey>>().ActorRef,
                new StartCampaign("campaign-7", Spec)
            );
            while (await inbox.ReceiveAsync(Patience) is not CampaignCompleted) { }
        });

        var logged = Events().Where(record => Text(record, "CampaignId") == "campaign-7").ToList();
        Assert.Contains(logged, record => Text(record, "@mt").StartsWith("Tools listed: {Tools}", Ordinal));
        Assert.All(logged, record => Assert.Contains("/campaigns/", Text(record, "ActorPath"), Ordinal));
    }

    [Fact]
    public async Task Should_write_every_event_when_the_system_ends()
    {
        // The system itself ends far sooner than the logger has written so many.
        const int Count = 20_000;
        await RunAsync(host =>
        {
            var system = host.Services.GetRequiredService<ActorSystem>();
            CoordinatedShutdown
                .Get(system)
                .AddTask(
                    CoordinatedShutdown.PhaseBeforeActorSystemTerminate,
                    "log-much",
                    () =>
                    {
                        for (var number = 0; number < Count; number++)
                        {
                            system.Log.Info("Number {Number}", number);
                        }

                        return Task.FromResult(Done.Instance);
                    }
                );
            return Task.CompletedTask;
        });

        Assert.Equal(
            Enumerable.Range(0, Count).Select(number => $"{number}"),
            Events().Select(record => Text(record, "Number")).Where(number => number.Length > 0)
        );
    }

    private const StringComparison Ordinal = StringComparison.Ordinal;

    private static CampaignSpec Spec =>
        new()
        {
            Target = new ProcessSpec { Command = [Mcpfuzzer.Executable, "sample-server"] },
            Seed = 1,
            Runs = 1,
            Phases = ["examples"],
        };

    private async Task RunAsync(Func<IHost, Task> act)
    {
        var state = Directory.CreateTempSubdirectory("mcpfuzzer-log-");
        var runtime = new McpFuzzerOptions();
        runtime.Process.StateFolder = state.FullName;
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddNodeLog(LogLevel.InfoLevel, LogFormat.Json, _console);
        builder.Services.AddSingleton<IHostLifetime, SilentLifetime>();
        builder.Services.AddAkka(
            "logging",
            akka => akka.WithNodeLog(LogLevel.InfoLevel).WithMcpFuzzer(runtime).WithCampaigns()
        );
        using (var host = builder.Build())
        {
            await host.StartAsync();
            await act(host);
            await host.StopAsync();
        }

        state.Delete(recursive: true);
    }

    private List<JsonElement> Events() => [.. _lines.Select(line => JsonDocument.Parse(line).RootElement)];

    /// <summary>Returns a property's text, empty where it is missing.</summary>
    private static string Text(JsonElement record, string name) =>
        record.TryGetProperty(name, out var value) ? value.ToString() : "";
}
