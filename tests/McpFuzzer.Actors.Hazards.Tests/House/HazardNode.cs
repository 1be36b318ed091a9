using System.Buffers;
using System.Text;
using Akka.Actor;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os.Posix;
using McpFuzzer.TestNode;

namespace McpFuzzer.Actors.Hazards.Tests.House;

/// <summary>A node in this process, and the queries of the tests. Its targets carry the test's mark.</summary>
internal sealed class HazardNode(HostedNode node, NodeLevel level, string mark, Func<IReadOnlyList<int>> living)
    : IAsyncDisposable
{
    internal static readonly ProcessKey Key = new("target");

    private bool _disposed;

    internal NodeLevel Level => level;

    internal ActorSystem System => node.System;

    internal IActorRef Manager => node.Manager;

    /// <summary>A death by SIGKILL, as this level reports it.</summary>
    internal ProcessExit Killed => Died(SignalNumbers.SIGKILL);

    internal ProcessExit Died(int signal) =>
        level == NodeLevel.Portable
            ? new ProcessExit.Code(128 + signal)
            : new ProcessExit.Signal(signal, CoreDumped: false);

    /// <summary>The living processes of the test.</summary>
    internal IReadOnlyList<int> Living() => living();

    internal Task<TReply> AskAsync<TReply>(object message) => node.AskAsync<TReply>(message, Patience.Long);

    internal ProcessSpec Shell(string script) => Marked(new ProcessSpec { Command = ["sh", "-c", script] });

    internal ProcessSpec Marked(ProcessSpec spec) =>
        spec with
        {
            Environment = new Dictionary<string, string?>(spec.Environment) { [Leftovers.Variable] = mark },
        };

    internal Task<ProcessStarted> StartAsync(
        string script,
        ProcessKey? key = null,
        Func<ProcessSpec, ProcessSpec>? with = null
    )
    {
        var spec = Shell(script);
        return StartAsync(with?.Invoke(spec) ?? spec, key);
    }

    internal Task<ProcessStarted> StartAsync(ProcessSpec spec, ProcessKey? key = null) =>
        AskAsync<ProcessStarted>(new StartProcess(spec, key ?? Key));

    /// <summary>
    /// Starts a process and waits for the line that reports readiness. The caller then owns the streams.
    /// </summary>
    internal async Task<StdioAttached> StartReadyAsync(ProcessSpec spec, ProcessKey? key = null)
    {
        var started = await StartAsync(spec with { Stdout = StdioMode.Piped }, key);
        var streams = await AskAsync<StdioAttached>(new AttachStdio(started.Key, started.Incarnation));
        Assert.Equal("ready", await ReadLineAsync(streams));
        return streams;
    }

    internal Task<StdioAttached> StartReadyAsync(string script, ProcessKey? key = null) =>
        StartReadyAsync(Shell(script), key);

    internal static async Task<string> ReadLineAsync(StdioAttached streams)
    {
        while (true)
        {
            var read = await streams.Stdout!.ReadAsync().AsTask().WaitAsync(Patience.Long);
            if (read.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = Encoding.UTF8.GetString(read.Buffer.Slice(0, end));
                streams.Stdout.AdvanceTo(read.Buffer.GetPosition(1, end));
                return line;
            }

            Assert.False(read.IsCompleted, "The output ended before the line did.");
            streams.Stdout.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    internal Task<ProcessExited> ExitAsync(ProcessKey? key = null) =>
        AskAsync<ProcessExited>(new WaitForExit(key ?? Key));

    /// <summary>Asserts that its set is empty.</summary>
    internal Task<ProcessStopped> StopAsync(ProcessKey? key = null, bool force = false, double? grace = null) =>
        AskAsync<ProcessStopped>(
            new StopProcess(
                key ?? Key,
                Force: force,
                Grace: grace is { } seconds ? TimeSpan.FromSeconds(seconds) : null
            )
        );

    /// <summary>All events from now on.</summary>
    internal async Task<EventLog> WatchAsync()
    {
        var log = new EventLog();
        await log.SubscribeAsync(node.System, Manager);
        return log;
    }

    /// <summary>Ends the node, and restores what it changed in this process.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        await node.DisposeAsync();
        _ = Libc.prctl(Libc.PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0);
    }
}
