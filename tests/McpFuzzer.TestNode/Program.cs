using System.Runtime.InteropServices;
using McpFuzzer.TestNode;

if (args is ["worker", var folder])
{
    return await ClusterWorker.RunAsync(folder);
}

if (args is ["owner", var state, var how, var address])
{
    return await OwnerProgram.RunAsync(state, how == "member", address);
}

var (settings, fault) = NodeSettings.Read(args);
if (settings is null)
{
    Console.Error.WriteLine(fault);
    return 2;
}

if (settings.Peer is { } peer)
{
    return await PeerProgram.RunAsync(peer, settings);
}

// SIGTERM shuts it down, as it does a host, and so does the end of stdin.
using var ending = new CancellationTokenSource();
using var term = PosixSignalRegistration.Create(
    PosixSignal.SIGTERM,
    context =>
    {
        context.Cancel = true;
        ending.Cancel();
    }
);
await using var node = await HostedNode.StartAsync(settings);
var targets = new Targets(node);
var pids = await targets.StartAsync(settings);
Console.Out.WriteLine($"READY {string.Join(',', pids)}");
await new Orders(node).RunAsync(Console.In, Console.Out, ending.Token);
return 0;
