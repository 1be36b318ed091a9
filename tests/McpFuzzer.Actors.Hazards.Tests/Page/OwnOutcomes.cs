using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Hazards.Tests.House;
using McpFuzzer.Actors.Hazards.Tests.Peers;

namespace McpFuzzer.Actors.Hazards.Tests.Page;

/// <summary>The outcome of a row with this system.</summary>
internal sealed class OwnOutcomes(HazardNode node, PeerRoom room)
{
    private static readonly byte[] TenMegabytes = new byte[10 * 1024 * 1024];

    internal async Task<string> SeeAsync(PageRow row)
    {
        var script = room.ScriptOf(row);
        return row.Number switch
        {
            7 => $"{(await RunAsync(script)).Exit} reported, the pipe still held",
            8 => Counted(await RunToEndAsync(script), stopped => stopped.StdoutTail),
            9 => $"{Counted(await RunToEndAsync(script), stopped => stopped.StderrTail)}, stdout whole",
            10 => $"{Counted(await RunToEndAsync(script), stopped => stopped.StdoutTail)}, constant memory",
            12 => await WriteAsync(script),
            13 => await WriteAsync(script),
            23 => Apart((await RunAsync(script)).Exit, (await RunAsync("exit 137")).Exit),
            24 => $"{(await RunAsync($"cd '{room.Folder}'; {script}")).Exit}",
            _ => await StopAsync(row, script),
        };
    }

    private async Task<string> StopAsync(PageRow row, string script)
    {
        await node.StartReadyAsync(script);
        if (script.EndsWith("exit 5", StringComparison.Ordinal))
        {
            await node.ExitAsync();
        }

        var stopped = await node.StopAsync(grace: 0.3);
        var escalated = stopped.Escalated ? ", escalated" : "";
        return $"{stopped.Exit}{escalated}; {await room.LeftAsync(row)}";
    }

    private async Task<ProcessExited> RunAsync(string script)
    {
        await node.StartAsync(script);
        var exited = await node.ExitAsync();
        await node.StopAsync(force: true);
        await room.CleanAsync();
        return exited;
    }

    private async Task<ProcessStopped> RunToEndAsync(string script)
    {
        await node.StartAsync(script);
        await node.ExitAsync();
        return await node.StopAsync();
    }

    private async Task<string> WriteAsync(string script)
    {
        var streams = await node.StartReadyAsync(node.Shell(script) with { Stdin = StdioMode.Piped });
        var fault = await Assert.ThrowsAsync<StdinWriteException>(() =>
            streams.Stdin!.WriteAsync(TenMegabytes).AsTask()
        );
        await node.StopAsync(force: true);
        return $"StdinWriteException: {(fault.Fault == StdinFault.Closed ? "closed" : "timed out")}";
    }

    private static string Counted(ProcessStopped stopped, Func<ProcessStopped, OutputTail> tail) =>
        $"{stopped.Exit}, {tail(stopped).TotalBytes} bytes counted";

    private static string Apart(ProcessExit signal, ProcessExit code) =>
        signal == code ? $"both {code}" : $"{signal} and {code}";
}
