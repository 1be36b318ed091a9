using System.Diagnostics;
using McpFuzzer.Actors.Os.Linux.Containment;
using McpFuzzer.Actors.Os.Posix;
using McpFuzzer.TestNode;

namespace McpFuzzer.Actors.Hazards.Tests.House;

/// <summary>A node as its own operating-system process, which takes one order per line.</summary>
internal sealed class NodeProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;
    private bool _disposed;

    private NodeProcess(Process process)
    {
        _process = process;
        Pid = process.Id;
        _errors = process.StandardError.ReadToEndAsync();
    }

    internal int Pid { get; }

    internal bool IsAlive => !_disposed && !_process.HasExited;

    /// <summary>The pids of the targets that it was started with.</summary>
    internal IReadOnlyList<int> Targets { get; private set; } = [];

    internal static async Task<NodeProcess> StartAsync(IReadOnlyList<string> command, string mark)
    {
        var info = new ProcessStartInfo(command[0], command.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment[Leftovers.Variable] = mark;
        // The runtime ends a process that cannot have one more thread. So it creates all threads before the resources
        // run out.
        info.Environment["DOTNET_ThreadPool_ForceMaxWorkerThreads"] = "10";
        info.Environment["DOTNET_TieredCompilation"] = "0";
        // Hexadecimal, 4 MiB. Otherwise new objects fill the processor's cache before the first collection.
        info.Environment["DOTNET_GCgen0size"] = "400000";
        Process process;
        using (SpawnMark.Begin(tags: null))
        {
            // Not while a node of this process has set its mark for one of its targets.
            process = Process.Start(info)!;
        }

        var node = new NodeProcess(process);
        var ready = await node.ReadLineAsync();
        Assert.True(ready?.StartsWith("READY", StringComparison.Ordinal), await node.ComplaintAsync(ready));
        node.Targets =
        [
            .. ready!
                [5..]
                .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(int.Parse),
        ];
        return node;
    }

    /// <summary>Sends one order and returns the answer.</summary>
    internal async Task<string> TellAsync(string order)
    {
        await _process.StandardInput.WriteLineAsync(order);
        await _process.StandardInput.FlushAsync();
        var answer = await ReadLineAsync();
        Assert.True(answer is not null, await ComplaintAsync(answer));
        return answer!;
    }

    internal void Signal(int signal) => Assert.Equal(0, Libc.kill(Pid, signal));

    internal async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience.Long);
        return _process.ExitCode;
    }

    /// <summary>The guardians beside it: children that are neither its targets nor theirs.</summary>
    internal IReadOnlyList<int> Guardians() =>
        [
            .. Descendants
                .Children(Pid)
                .Where(child => OtherProcesses.ArgumentsOf(child).Contains("mcp-fuzzer-guardian")),
        ];

    /// <summary>Resident bytes, as the kernel counts them (VmRSS of proc_pid_status(5)).</summary>
    internal long ResidentBytes() =>
        1024
        * long.Parse(
            File.ReadLines($"/proc/{Pid}/status")
                .Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]
        );

    public async ValueTask DisposeAsync()
    {
        if (IsAlive)
        {
            _process.StandardInput.Close();
        }

        await ExitAsync();

        _disposed = true;
        // Disposing the process does not close streams that were handed out.
        await _errors.WaitAsync(Patience.Long);
        await _process.StandardInput.DisposeAsync();
        _process.StandardOutput.Dispose();
        _process.StandardError.Dispose();
        _process.Dispose();
    }

    private Task<string?> ReadLineAsync() => _process.StandardOutput.ReadLineAsync().WaitAsync(Patience.Long);

    private async Task<string> ComplaintAsync(string? answer) =>
        answer is null ? await _errors.WaitAsync(Patience.Long) : answer;
}
