using System.Diagnostics;
using System.IO.Pipelines;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os;
using McpFuzzer.Actors.Os.External;

namespace McpFuzzer.Actors.Benchmarks.Peers;

/// <summary>A host that starts no process, and reports activity at every check.</summary>
internal sealed class ActiveHost : IProcessHost
{
    private int _lastPid;

    public HostPromises Promises { get; } = new(ContainmentLevel.Leader, true, true, true, true);

    public Task<StartResult> StartAsync(ProcessSpec spec, CancellationToken cancellation) =>
        Task.FromResult<StartResult>(new StartResult.Started(new ActiveProcess(Interlocked.Increment(ref _lastPid))));

    public Task<BindResult> BindAsync(int pid) =>
        Task.FromResult<BindResult>(new BindResult.Rejected(BindRejection.Unsupported, "nothing is bound here"));

    public Task<IReadOnlyList<int>> ReapAsync(IProcessHandle handle, TimeSpan verify) =>
        Task.FromResult<IReadOnlyList<int>>([]);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class ActiveProcess(int pid) : IProcessHandle
    {
        private IProcessObserver? _observer;
        private bool _isKilled;

        public int Pid => pid;

        public PipeReader? Stdout => null;

        public PipeReader? Stderr => null;

        public PipeWriter? Stdin => null;

        public IReadOnlyList<AppliedLimit> Limits => [];

        public long LastOutputTimestamp => Stopwatch.GetTimestamp();

        public void Observe(IProcessObserver observer)
        {
            _observer = observer;
            observer.OnOutputClosed();
        }

        public bool Signal(ProcessSignal signal, SignalScope scope)
        {
            Kill();
            return true;
        }

        public void Terminate(ProcessSignal signal) => Kill();

        public void Kill()
        {
            if (!_isKilled)
            {
                _isKilled = true;
                _observer?.OnExited(new ProcessExit.Code(0));
            }
        }

        public Task<IReadOnlyList<int>> FindMembersAsync(TimeSpan patience = default) =>
            Task.FromResult<IReadOnlyList<int>>(_isKilled ? [] : [pid]);

        public Task<SetUsage?> MeasureAsync(TimeSpan patience = default) => Task.FromResult<SetUsage?>(null);

        public void CloseStdin() { }

        public void CloseOutput() { }

        public StdioState ReadStdio() => new(OutputTail.Empty, OutputTail.Empty, 0);

        public void Close() { }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
