using System.IO.Pipelines;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Hazards.Tests.House;
using McpFuzzer.Actors.Os;
using McpFuzzer.Actors.Os.External;
using McpFuzzer.TestNode;

namespace McpFuzzer.Actors.Hazards.Tests.Faults;

/// <summary>A process in an uninterruptible sleep. The host is a fake, since a test cannot create a real one.</summary>
public sealed class UnkillableHazards : HazardTest
{
    private const int Pid = 4711;

    [Fact]
    [Trait("Hazard", "47")]
    public async Task Should_report_unkillable_after_its_deadline_and_release_its_callers()
    {
        var host = new SleepingHost();
        var node = await NodeAsync(NodeLevels.Strongest, host);
        var log = await node.WatchAsync();
        var quick = new StopLadder(TimeSpan.Zero, TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(100));
        await node.StartAsync(node.Shell("sleep") with { StopLadder = quick });
        var waiting = node.AskAsync<IWaitReply>(new WaitForExit(HazardNode.Key));

        var unkillable = await node.AskAsync<IStopReply>(new StopProcess(HazardNode.Key));

        Assert.Equal([Pid], Assert.IsType<ProcessUnkillable>(unkillable).Pids);
        Assert.IsType<Contracts.CommandRejected>(await waiting);
        Assert.Same(unkillable, await node.AskAsync<IStopReply>(new StopProcess(HazardNode.Key, Force: true)));
        await log.WaitForAsync<ProcessUnkillable>(1);
        Assert.Empty(log.Of<ProcessStopped>());
        var snapshot = await node.AskAsync<ProcessSnapshot>(new GetProcess(HazardNode.Key));
        Assert.Equal(ProcessPhase.Unkillable, snapshot.Phase);

        // It wakes up at last, and its key is free again.
        host.Wake();
        IStartReply again;
        do
        {
            again = await node.AskAsync<IStartReply>(new StartProcess(node.Shell("sleep"), HazardNode.Key));
        } while (again is Contracts.CommandRejected { Reason: Contracts.RejectReason.AlreadyExists });

        Assert.Equal(2, Assert.IsType<ProcessStarted>(again).Incarnation);
    }

    private sealed class SleepingHost : IProcessHost
    {
        private volatile bool _awake;

        public HostPromises Promises { get; } = new(ContainmentLevel.Session, true, true, true, true);

        public void Wake() => _awake = true;

        public Task<StartResult> StartAsync(ProcessSpec spec, CancellationToken cancellation) =>
            Task.FromResult<StartResult>(new StartResult.Started(new Sleeper(this)));

        public Task<BindResult> BindAsync(int pid) =>
            Task.FromResult<BindResult>(new BindResult.Rejected(BindRejection.Unsupported, "not here"));

        public Task<IReadOnlyList<int>> ReapAsync(IProcessHandle handle, TimeSpan verify) => handle.FindMembersAsync();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private sealed class Sleeper(SleepingHost host) : IProcessHandle
        {
            private IProcessObserver? _observer;

            public int Pid => UnkillableHazards.Pid;

            public PipeReader? Stdout => null;

            public PipeReader? Stderr => null;

            public PipeWriter? Stdin => null;

            public IReadOnlyList<AppliedLimit> Limits => [];

            public Task<SetUsage?> MeasureAsync(TimeSpan patience = default) => Task.FromResult<SetUsage?>(null);

            public long LastOutputTimestamp => 0;

            public void Observe(IProcessObserver observer)
            {
                _observer = observer;
                observer.OnOutputClosed();
            }

            public bool Signal(ProcessSignal signal, SignalScope scope) => true;

            public void Terminate(ProcessSignal signal) { }

            public void Kill()
            {
                if (host._awake)
                {
                    _observer?.OnExited(new ProcessExit.Signal(9, CoreDumped: false));
                }
            }

            public Task<IReadOnlyList<int>> FindMembersAsync(TimeSpan patience = default) =>
                Task.FromResult<IReadOnlyList<int>>(host._awake ? [] : [Pid]);

            public void CloseStdin() { }

            public void CloseOutput() { }

            public StdioState ReadStdio() => new(OutputTail.Empty, OutputTail.Empty, 0);

            public void Close() { }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
