using System.IO.Pipelines;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Os.Tests;

public sealed class ReaperTests
{
    [Fact]
    public async Task Should_dispose_the_handle_when_killing_throws()
    {
        var handle = new FaultyHandle();

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            Reaper.ReapAsync(handle, TimeSpan.FromSeconds(1), TimeProvider.System)
        );

        Assert.Equal(1, handle.Disposals);
    }

    private sealed class FaultyHandle : IProcessHandle
    {
        public int Disposals { get; private set; }

        public int Pid => 4711;

        public PipeReader? Stdout => null;

        public PipeReader? Stderr => null;

        public PipeWriter? Stdin => null;

        public long LastOutputTimestamp => 0;

        public void Observe(IProcessObserver observer) { }

        public bool Signal(ProcessSignal signal, SignalScope scope) => false;

        public void Terminate(ProcessSignal signal) { }

        public void Kill() => throw new InvalidOperationException("a bug of the handle");

        public Task<IReadOnlyList<int>> FindMembersAsync(TimeSpan patience = default) =>
            Task.FromResult<IReadOnlyList<int>>([]);

        public IReadOnlyList<AppliedLimit> Limits => [];

        public Task<SetUsage?> MeasureAsync(TimeSpan patience = default) => Task.FromResult<SetUsage?>(null);

        public void CloseStdin() { }

        public void CloseOutput() { }

        public StdioState ReadStdio() => new(OutputTail.Empty, OutputTail.Empty, 0);

        public void Close() => Disposals++;

        public ValueTask DisposeAsync()
        {
            Close();
            return ValueTask.CompletedTask;
        }
    }
}
