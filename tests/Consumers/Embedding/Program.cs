using Akka.Hosting;
using McpFuzzer.Actors.Client.Processes;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddAkka("my-node", akka => akka.WithMcpFuzzer());
builder.Services.AddMcpFuzzerClients();
using var host = builder.Build();
await host.StartAsync();

var processes = host.Services.GetRequiredService<ProcessManagerClient>();
var key = new ProcessKey("server");
await using var events = await processes.WatchAsync(key);
var spec = new ProcessSpec
{
    Command = ["sh", "-c", "echo ready; sleep 60 & sleep 60"],
    ReadyWhen = new ReadyWhen.LineMatching("^ready$"),
};
var started = await processes.StartAsync(spec, key);
Console.WriteLine($"{key} runs as pid {started.Pid}");
Console.WriteLine($"ready: {await processes.WaitForReadyAsync(key)}");
Console.WriteLine($"stopped: {await processes.StopAsync(key)}");
var end = await events.OfType<ProcessStopped>().FirstAsync();
Console.WriteLine($"its end: {end.Exit}");

await host.StopAsync();
