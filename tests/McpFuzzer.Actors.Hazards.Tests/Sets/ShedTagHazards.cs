using System.Collections.Concurrent;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Hazards.Tests.House;
using McpFuzzer.TestNode;
using Microsoft.Extensions.Logging;

namespace McpFuzzer.Actors.Hazards.Tests.Sets;

/// <summary>
/// Processes that shed both tags, like su(1) where pam_limits(8) sets all limits, or like a process that raises
/// the limit itself.
/// </summary>
public sealed class ShedTagHazards : HazardTest
{
    // RLIMIT_LOCKS as it was before: that needs no privilege.
    private const string Shed = "env -i setsid prlimit --locks=unlimited";

    [Theory]
    [At(NodeLevel.Cgroup, NodeLevel.Session)]
    public async Task Should_end_a_process_that_has_shed_both_tags_while_its_leader_lives(NodeLevel level)
    {
        var node = await NodeAsync(level);
        var argument = OtherProcesses.NewArgument();
        await node.StartReadyAsync($"{Shed} sleep {argument} & echo ready; wait");
        await WaitForAsync(argument);

        await node.StopAsync(force: true);

        Assert.Empty(OtherProcesses.WithArgument(argument));
    }

    [Theory]
    [At(NodeLevel.Cgroup, NodeLevel.Session)]
    public async Task Should_report_an_orphan_that_shed_both_tags_and_end_it_with_the_targets_before_it(NodeLevel level)
    {
        var notices = new Notices();
        var node = await NodeAsync(level, logging: logging => logging.AddProvider(notices));
        var argument = OtherProcesses.NewArgument();
        await node.StartReadyAsync("echo ready; exec sleep 1000", new("older"));
        var streams = await node.StartReadyAsync(
            node.Shell($"(({Shed} sleep {argument} >/dev/null 2>&1 &) &); echo ready; read line; exit 3") with
            {
                Stdin = StdioMode.Piped,
            }
        );
        await WaitForAsync(argument);
        await streams.Stdin!.CompleteAsync();
        await node.ExitAsync();

        await node.StopAsync(force: true);

        if (level == NodeLevel.Session)
        {
            // It may belong to any target, so it stays alive as long as an older one does.
            await notices.WaitForAsync("cannot be attributed to a target");
            Assert.Single(OtherProcesses.WithArgument(argument));
        }

        await node.StopAsync(new("older"), force: true);
        await OtherProcesses.WaitForEndAsync(argument);
    }

    [Theory]
    [At(NodeLevel.Cgroup, NodeLevel.Session, NodeLevel.SessionAlone)]
    public async Task Should_find_a_process_that_changes_its_user_by_su(NodeLevel level)
    {
        var node = await NodeAsync(level);
        var argument = OtherProcesses.NewArgument();
        // As root, where su exists, it runs as another user; otherwise as ours. pam_limits(8) sets the limits in its
        // files, and leaves the mark.
        await node.StartReadyAsync(
            $"(setsid su nobody -s /bin/sh -c 'exec sleep {argument}' </dev/null || exec sleep {argument}) &"
                + " echo ready; wait"
        );
        await WaitForAsync(argument);

        await node.StopAsync(grace: 0.5);

        Assert.Empty(OtherProcesses.WithArgument(argument));
    }

    private static Task WaitForAsync(string argument) => OtherProcesses.WaitForStartAsync("sleep", argument);

    /// <summary>The notices to the operator.</summary>
    private sealed class Notices : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _lines = new();
        private readonly SemaphoreSlim _notified = new(0);

        public async Task WaitForAsync(string part)
        {
            while (!_lines.Any(line => line.Contains(part, StringComparison.Ordinal)))
            {
                Assert.True(await _notified.WaitAsync(Patience.Long), part);
            }
        }

        public ILogger CreateLogger(string categoryName) => this;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            _lines.Enqueue(formatter(state, exception));
            _notified.Release();
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public void Dispose() => _notified.Dispose();
    }
}
