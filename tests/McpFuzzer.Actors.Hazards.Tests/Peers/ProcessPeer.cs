using System.Diagnostics;
using McpFuzzer.Actors.Hazards.Tests.Page;
using McpFuzzer.TestNode;

namespace McpFuzzer.Actors.Hazards.Tests.Peers;

/// <summary>
/// System.Diagnostics.Process: started with redirected streams, ended by Kill(entireProcessTree: true), awaited by
/// WaitForExitAsync.
/// </summary>
internal sealed class ProcessPeer : IPeer
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(4);

    public async Task<string> SeeAsync(PageRow row, PeerRoom room)
    {
        var script = room.ScriptOf(row);
        return row.Number switch
        {
            7 => await ReadStdoutAsync(room, script) ?? "not reported while the pipe is held",
            8 => await ExitAsync(room, script) ?? "the child stalls when the pipe is full",
            9 => await ReadStdoutAsync(room, script) ?? "the child stalls when the pipe of stderr is full",
            10 => await ReadLinesAsync(room, script),
            12 or 13 => await WriteAsync(room, script),
            22 => await CountExitsAsync(room),
            23 => await CompareAsync(room, script),
            24 => $"{await ExitAsync(room, $"cd '{room.Folder}'; {script}")}: neither signal nor core reported",
            33 => await StartAndStopManyAsync(room, row),
            _ => await StopAsync(room, row, script),
        };
    }

    private static Process Start(PeerRoom room, string script)
    {
        var info = new ProcessStartInfo("sh", ["-c", script])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment[Leftovers.Variable] = room.Mark;
        return Process.Start(info)!;
    }

    private static async Task<string> StopAsync(PeerRoom room, PageRow row, string script)
    {
        using var process = Start(room, script);
        await process.StandardOutput.ReadLineAsync();
        if (script.EndsWith("exit 5", StringComparison.Ordinal))
        {
            await process.WaitForExitAsync().WaitAsync(LongEnough);
        }

        process.Kill(entireProcessTree: true);
        var exit = await WaitAsync(process);
        return $"{exit ?? "never ends"}; {await room.LeftAsync(row)}";
    }

    private static async Task<string?> ExitAsync(PeerRoom room, string script)
    {
        using var process = Start(room, script);
        var exit = await WaitAsync(process);
        await room.CleanAsync();
        return exit;
    }

    private static async Task<string?> WaitAsync(Process process)
    {
        try
        {
            await process.WaitForExitAsync().WaitAsync(LongEnough);
            return $"exit code {process.ExitCode}";
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    // Reads to the end of stdout, then waits for the exit: the documentation says so, to avoid a deadlock.
    private static async Task<string?> ReadStdoutAsync(PeerRoom room, string script)
    {
        using var process = Start(room, script);
        try
        {
            await process.StandardOutput.ReadToEndAsync().WaitAsync(LongEnough);
            return await WaitAsync(process);
        }
        catch (TimeoutException)
        {
            return null;
        }
        finally
        {
            await room.CleanAsync();
        }
    }

    private static async Task<string> ReadLinesAsync(PeerRoom room, string script)
    {
        using var process = Start(room, script);
        var longest = 0;
        process.OutputDataReceived += (_, line) => longest = Math.Max(longest, line.Data?.Length ?? 0);
        process.BeginOutputReadLine();
        await process.WaitForExitAsync();
        return $"exit code {process.ExitCode}, one line of {longest} characters in memory";
    }

    private static async Task<string> WriteAsync(PeerRoom room, string script)
    {
        using var process = Start(room, script);
        await process.StandardOutput.ReadLineAsync();
        try
        {
            await process
                .StandardInput.BaseStream.WriteAsync(new byte[10 * 1024 * 1024])
                .AsTask()
                .WaitAsync(LongEnough);
            return "written";
        }
        catch (TimeoutException)
        {
            return "the write waits for ever";
        }
        catch (IOException fault)
        {
            return fault.GetType().Name;
        }
        finally
        {
            await room.CleanAsync();
        }
    }

    private static async Task<string> CountExitsAsync(PeerRoom room)
    {
        var exits = await Task.WhenAll(
            Enumerable
                .Range(0, 1000)
                .Select(async child => await ExitOfAsync(room, child % 100) == $"exit code {child % 100}")
        );
        return $"{exits.Count(right => right)} exits";

        static async Task<string?> ExitOfAsync(PeerRoom room, int code)
        {
            using var process = Start(room, $"exit {code}");
            await process.WaitForExitAsync();
            return $"exit code {process.ExitCode}";
        }
    }

    private static async Task<string> CompareAsync(PeerRoom room, string script)
    {
        var (signal, code) = (await ExitAsync(room, script), await ExitAsync(room, "exit 137"));
        return signal == code ? $"both {code}" : $"{signal} and {code}";
    }

    private static async Task<string> StartAndStopManyAsync(PeerRoom room, PageRow row)
    {
        var processes = Enumerable.Range(0, 1000).Select(_ => Start(room, "exec sleep 1000")).ToList();
        processes.ForEach(process => process.Kill());
        await Task.WhenAll(processes.Select(process => process.WaitForExitAsync()));
        processes.ForEach(process => process.Dispose());
        return $"1000 ends; {await room.LeftAsync(row)}";
    }
}
