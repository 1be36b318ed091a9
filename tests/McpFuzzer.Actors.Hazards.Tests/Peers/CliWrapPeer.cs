using CliWrap;
using CliWrap.Buffered;
using McpFuzzer.Actors.Hazards.Tests.Page;
using McpFuzzer.TestNode;

namespace McpFuzzer.Actors.Hazards.Tests.Peers;

/// <summary>CliWrap: Cli.Wrap(…).ExecuteAsync(token), ended by the token.</summary>
internal sealed class CliWrapPeer : IPeer
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(4);

    public async Task<string> SeeAsync(PageRow row, PeerRoom room)
    {
        var script = room.ScriptOf(row);
        return row.Number switch
        {
            7 => await BufferAsync(room, script) ?? "not reported while the pipe is held",
            8 or 9 => $"{await ExitAsync(room, script)}, bytes not counted",
            10 => await ReadLinesAsync(room, script),
            12 => await WriteAsync(room, script) ?? "waits for ever",
            13 => $"{await WriteAsync(room, "exec 0<&-; sleep 0.2")}, the lost input is not reported",
            22 => await CountExitsAsync(room),
            23 => await CompareAsync(room, script),
            24 => $"{await ExitAsync(room, $"cd '{room.Folder}'; {script}")}: neither signal nor core reported",
            33 => await StartAndStopManyAsync(room, row),
            _ => await StopAsync(room, row, script),
        };
    }

    private static Command Shell(PeerRoom room, string script) =>
        Cli.Wrap("sh")
            .WithArguments(["-c", script])
            .WithEnvironmentVariables(variables => variables.Set(Leftovers.Variable, room.Mark))
            .WithValidation(CommandResultValidation.None);

    private static async Task<string> StopAsync(PeerRoom room, PageRow row, string script)
    {
        using var ending = new CancellationTokenSource();
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var command = Shell(room, script) | PipeTarget.ToDelegate(_ => ready.TrySetResult());
        var running = command.ExecuteAsync(ending.Token).Task;
        await ready.Task.WaitAsync(LongEnough);
        if (script.EndsWith("exit 5", StringComparison.Ordinal))
        {
            await running.WaitAsync(LongEnough);
        }

        await ending.CancelAsync();
        var exit = await ExitOfAsync(running);
        return $"{exit ?? "never ends"}; {await room.LeftAsync(row)}";
    }

    private static async Task<string?> ExitAsync(PeerRoom room, string script)
    {
        var exit = await ExitOfAsync(Shell(room, script).ExecuteAsync().Task);
        await room.CleanAsync();
        return exit;
    }

    private static async Task<string?> BufferAsync(PeerRoom room, string script)
    {
        try
        {
            var result = await Shell(room, script).ExecuteBufferedAsync().Task.WaitAsync(LongEnough);
            return $"exit code {result.ExitCode}";
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

    private static async Task<string?> ExitOfAsync(Task<CommandResult> running)
    {
        try
        {
            return $"exit code {(await running.WaitAsync(LongEnough)).ExitCode}";
        }
        catch (OperationCanceledException)
        {
            return "cancelled, no exit reported";
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private static async Task<string> ReadLinesAsync(PeerRoom room, string script)
    {
        var longest = 0;
        var command = Shell(room, script) | PipeTarget.ToDelegate(line => longest = Math.Max(longest, line.Length));
        var result = await command.ExecuteAsync();
        return $"exit code {result.ExitCode}, one line of {longest} characters in memory";
    }

    private static async Task<string?> WriteAsync(PeerRoom room, string script)
    {
        var command = PipeSource.FromBytes(new byte[10 * 1024 * 1024]) | Shell(room, script);
        var exit = await ExitOfAsync(command.ExecuteAsync().Task);
        await room.CleanAsync();
        return exit;
    }

    private static async Task<string> CountExitsAsync(PeerRoom room)
    {
        var exits = await Task.WhenAll(
            Enumerable
                .Range(0, 1000)
                .Select(async child =>
                    (await Shell(room, $"exit {child % 100}").ExecuteAsync()).ExitCode == child % 100
                )
        );
        return $"{exits.Count(right => right)} exits";
    }

    private static async Task<string> CompareAsync(PeerRoom room, string script)
    {
        var (signal, code) = (await ExitAsync(room, script), await ExitAsync(room, "exit 137"));
        return signal == code ? $"both {code}" : $"{signal} and {code}";
    }

    private static async Task<string> StartAndStopManyAsync(PeerRoom room, PageRow row)
    {
        using var ending = new CancellationTokenSource();
        var running = Enumerable
            .Range(0, 1000)
            .Select(_ => Shell(room, "exec sleep 1000").ExecuteAsync(ending.Token).Task)
            .ToList();
        await ending.CancelAsync();
        var ends = await Task.WhenAll(running.Select(ExitOfAsync));
        return $"{ends.Count(end => end is not null)} ends; {await room.LeftAsync(row)}";
    }
}
