using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os;
using McpFuzzer.Actors.Os.External;
using McpFuzzer.Actors.Tests.Watch;

namespace McpFuzzer.Actors.Tests.Processes;

/// <summary>Starts every process, or holds starts until the test answers them.</summary>
internal sealed class FakeHost : IProcessHost
{
    private readonly Channel<FakeHandle> _started = Channel.CreateUnbounded<FakeHandle>();
    private readonly Channel<FakeStart> _held = Channel.CreateUnbounded<FakeStart>();
    private int _lastPid = 1000;

    public HostPromises Promises { get; } =
        new(
            ContainmentLevel.Group,
            DistinguishesSignals: true,
            ReportsStartErrors: true,
            DefaultSignals: true,
            ClosesDescriptors: true
        );

    /// <summary>How limits are kept; null samples them.</summary>
    public LimitMethod? Keeps { get; set; }

    public bool HoldStarts { get; set; }

    /// <summary>The continuation of a start runs on the thread that answers it.</summary>
    public bool IsSynchronous { get; init; }

    public bool IsDisposed { get; private set; }

    /// <summary>The pids that a reaping leaves.</summary>
    public IReadOnlyList<int> LeftByReaping { get; set; } = [];

    /// <summary>The next process that was started.</summary>
    public async Task<FakeHandle> NextAsync() => await _started.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    /// <summary>The next held start.</summary>
    public async Task<FakeStart> NextHeldAsync() => await _held.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    /// <summary>A process that was started and not yet taken, without waiting.</summary>
    public bool TryTake([NotNullWhen(true)] out FakeHandle? handle) => _started.Reader.TryRead(out handle);

    /// <summary>A held start that was not taken yet, without waiting.</summary>
    public bool TryTakeHeld([NotNullWhen(true)] out FakeStart? start) => _held.Reader.TryRead(out start);

    private static TimeSpan Patience => TimeSpan.FromSeconds(20);

    public Task<StartResult> StartAsync(ProcessSpec spec, CancellationToken cancellation)
    {
        if (HoldStarts)
        {
            var start = new FakeStart(this, spec, cancellation);
            _held.Writer.TryWrite(start);
            return start.Result;
        }

        return Task.FromResult<StartResult>(new StartResult.Started(Make(spec)));
    }

    /// <summary>External processes by pid. Other pids do not exist.</summary>
    public ConcurrentDictionary<int, BindResult> Externals { get; } = new();

    public FakeExternal AddExternal(int pid, long startTicks = 1)
    {
        var external = new FakeExternal(pid, startTicks);
        Externals[pid] = new BindResult.Bound(external);
        return external;
    }

    public Task<BindResult> BindAsync(int pid) =>
        Task.FromResult(
            Externals.GetValueOrDefault(pid)
                ?? new BindResult.Rejected(BindRejection.NoSuchProcess, $"no process has pid {pid}, or it has ended")
        );

    public async Task<IReadOnlyList<int>> ReapAsync(IProcessHandle handle, TimeSpan verify)
    {
        await using var owned = handle;
        handle.Kill();
        return LeftByReaping;
    }

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }

    public FakeHandle Make(ProcessSpec spec)
    {
        var limits = LimitMethods.Of(spec.Limits);
        var handle = new FakeHandle(Interlocked.Increment(ref _lastPid), spec)
        {
            Limits = Keeps is { } method ? [.. limits.Select(limit => limit with { Method = method })] : limits,
        };
        _started.Writer.TryWrite(handle);
        return handle;
    }
}

/// <summary>A start in flight.</summary>
internal sealed class FakeStart(FakeHost host, ProcessSpec spec, CancellationToken cancellation)
{
    private readonly TaskCompletionSource<StartResult> _result = new(
        host.IsSynchronous ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously
    );

    public Task<StartResult> Result => _result.Task;

    public ProcessSpec Spec => spec;

    public CancellationToken Cancellation => cancellation;

    public FakeHandle Succeed()
    {
        var handle = host.Make(spec);
        _result.SetResult(new StartResult.Started(handle));
        return handle;
    }

    public void Fail(SpawnError error, string message) => _result.SetResult(new StartResult.Failed(error, message));

    public void Cancel() => _result.SetResult(new StartResult.Cancelled());

    public void Fault(Exception fault) => _result.SetException(fault);
}
