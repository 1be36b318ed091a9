using System.Diagnostics;
using McpFuzzer.Actors.Os.Linux.Containment;
using McpFuzzer.Actors.Os.Posix;
using McpFuzzer.TestNode;

namespace McpFuzzer.Actors.Soak.Driving;

/// <summary>A node process that the soak has started.</summary>
internal sealed class SoakedNode : IAsyncDisposable
{
    private const int SIGKILL = 9;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Sample> _samples = [];
    private readonly Task _reading;
    private readonly Task<string> _errors;

    private SoakedNode(Process process)
    {
        _process = process;
        _reading = ReadAsync();
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>The last figures that it printed.</summary>
    internal Figures Figures { get; private set; } = new();

    internal IReadOnlyList<Sample> Samples => _samples;

    internal int Pid => _process.Id;

    internal bool IsAlive => !_process.HasExited;

    internal static async Task<SoakedNode> StartAsync(string mark, params string[] arguments)
    {
        var info = new ProcessStartInfo(
            Environment.ProcessPath!,
            [typeof(SoakedNode).Assembly.Location, "node", .. arguments]
        )
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (!Path.GetFileNameWithoutExtension(info.FileName).Equals("dotnet", StringComparison.Ordinal))
        {
            // The executable itself, which needs no dotnet host.
            info.ArgumentList.RemoveAt(0);
        }

        info.Environment[Leftovers.Variable] = mark;
        var node = new SoakedNode(Process.Start(info)!);
        await Task.WhenAny(node._ready.Task, node._reading).WaitAsync(Patience);
        return node._ready.Task.IsCompleted
            ? node
            : throw new InvalidOperationException($"a node did not start: {await node._errors}");
    }

    /// <summary>Kills the node with SIGKILL, and its guardian before it where requested.</summary>
    internal async Task KillAsync(bool withGuardian)
    {
        if (withGuardian)
        {
            // Stopped first, so that it can't react.
            var guardians = Guardians();
            guardians.ForEach(guardian => _ = Libc.kill(guardian, 19));
            _ = Libc.kill(Pid, SIGKILL);
            guardians.ForEach(guardian => _ = Libc.kill(guardian, SIGKILL));
        }
        else
        {
            _ = Libc.kill(Pid, SIGKILL);
        }

        await EndOfOutputAsync();
    }

    /// <summary>Shuts the node down; it prints its last figures.</summary>
    internal async Task<int> EndAsync()
    {
        _process.StandardInput.Close();
        await EndOfOutputAsync();
        return _process.ExitCode;
    }

    /// <summary>What it wrote to stderr.</summary>
    internal Task<string> ComplaintAsync() => _errors;

    public async ValueTask DisposeAsync()
    {
        if (IsAlive)
        {
            await KillAsync(withGuardian: false);
        }

        await _process.StandardInput.DisposeAsync();
        _process.StandardOutput.Dispose();
        _process.StandardError.Dispose();
        _process.Dispose();
    }

    private List<int> Guardians() =>
        [
            .. Descendants
                .Children(Pid)
                .Where(child =>
                {
                    try
                    {
                        return File.ReadAllText($"/proc/{child}/cmdline")
                            .Contains("\0mcp-fuzzer-guardian\0", StringComparison.Ordinal);
                    }
                    catch (IOException)
                    {
                        return false;
                    }
                }),
        ];

    private async Task EndOfOutputAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        await _reading.WaitAsync(Patience);
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line == "READY")
            {
                _ready.SetResult();
            }
            else if (Soak.Figures.FromLine(line) is { } figures)
            {
                Figures = figures;
                if (figures.Sample is { } sample)
                {
                    _samples.Add(sample);
                }
            }
        }
    }
}
