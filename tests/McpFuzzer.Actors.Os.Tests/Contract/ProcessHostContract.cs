using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Os.Tests.Contract;

/// <summary>
/// The contract of every host. Where a host cannot promise something, the test asserts the weaker outcome. At the end
/// of each test no process is left.
/// </summary>
public abstract partial class ProcessHostContract : IAsyncLifetime
{
    private readonly string _mark = Guid.NewGuid().ToString("N");
    private readonly List<Exception> _faults = [];
    private readonly DirectoryInfo _scratch = Directory.CreateTempSubdirectory("process-host-");
    private IProcessHost? _host;

    private protected IProcessHost Host => _host ??= Create(Options);

    private protected HostOptions Options => new() { OnFault = Report };

    private protected string Scratch => _scratch.FullName;

    private protected abstract IProcessHost Create(HostOptions options);

    /// <summary>Called after the host is disposed.</summary>
    private protected virtual void AssertNothingElseIsLeft() { }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync().AsTask().WaitAsync(Recorder.Patience);
        }

        _scratch.Delete(recursive: true);
        Assert.Empty(Leftovers.Find(_mark));
        AssertNothingElseIsLeft();
        lock (_faults)
        {
            Assert.Empty(_faults);
        }
    }

    /// <summary>Replaces the host by one with other options.</summary>
    private protected void Use(HostOptions options) => _host = Create(options);

    private protected ProcessSpec Marked(ProcessSpec spec) =>
        spec with
        {
            Environment = new Dictionary<string, string?>(spec.Environment) { [Leftovers.Variable] = _mark },
        };

    private protected IReadOnlyList<int> Living() => Leftovers.Find(_mark);

    private protected async Task<(IProcessHandle Handle, Recorder Recorder)> StartAsync(ProcessSpec spec)
    {
        var result = await Host.StartAsync(Marked(spec), CancellationToken.None).WaitAsync(Recorder.Patience);
        var handle = Assert.IsType<StartResult.Started>(result).Handle;
        var recorder = new Recorder();
        handle.Observe(recorder);
        return (handle, recorder);
    }

    private protected Task<(IProcessHandle Handle, Recorder Recorder)> ShellAsync(
        string script,
        Func<ProcessSpec, ProcessSpec>? change = null
    ) => StartAsync((change ?? (spec => spec))(new ProcessSpec { Command = ["sh", "-c", script] }));

    private protected async Task<StartResult.Failed> FailAsync(ProcessSpec spec) =>
        Assert.IsType<StartResult.Failed>(
            await Host.StartAsync(Marked(spec), CancellationToken.None).WaitAsync(Recorder.Patience)
        );

    /// <summary>Ends the set and the handle. No process may be left.</summary>
    private protected async Task EndAsync(IProcessHandle handle) =>
        Assert.Empty(await Host.ReapAsync(handle, Recorder.Patience));

    private protected static ProcessSpec Piped(ProcessSpec spec) =>
        spec with
        {
            Stdin = StdioMode.Piped,
            Stdout = StdioMode.Piped,
        };

    private protected static string TextOf(OutputTail tail) => Encoding.UTF8.GetString(tail.Bytes.Span);

    /// <summary>Reads to the end.</summary>
    private protected static async Task<byte[]> ReadAllAsync(PipeReader reader)
    {
        using var bytes = new MemoryStream();
        await reader.CopyToAsync(bytes).WaitAsync(Recorder.Patience);
        await reader.CompleteAsync();
        return bytes.ToArray();
    }

    /// <summary>Reads one line, and leaves the rest.</summary>
    private protected static async Task<string> ReadLineAsync(PipeReader reader)
    {
        while (true)
        {
            var result = await reader.ReadAsync().AsTask().WaitAsync(Recorder.Patience);
            if (result.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = Encoding.UTF8.GetString(result.Buffer.Slice(0, end));
                reader.AdvanceTo(result.Buffer.GetPosition(1, end));
                return line;
            }

            Assert.False(result.IsCompleted, "The output ended before the line did.");
            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    private void Report(Exception fault)
    {
        lock (_faults)
        {
            _faults.Add(fault);
        }
    }
}
