using Akka.Actor;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Tests.Processes.Models;

/// <summary>
/// The commands that a manager got, and what it sent. Promises hold for every sequence: each command gets one reply of
/// its kind, the events of each incarnation come once and in order, and incarnations follow each other.
/// </summary>
internal sealed class Ledger
{
    private static readonly Dictionary<Type, Type> ReplyOf = new()
    {
        [typeof(StartProcess)] = typeof(IStartReply),
        [typeof(StopProcess)] = typeof(IStopReply),
        [typeof(StopAllProcesses)] = typeof(IStopAllReply),
        [typeof(GetProcess)] = typeof(IGetProcessReply),
        [typeof(FindByPid)] = typeof(IGetProcessReply),
        [typeof(ListProcesses)] = typeof(ProcessList),
        [typeof(WaitForExit)] = typeof(IWaitReply),
        [typeof(WaitForReady)] = typeof(IWaitReadyReply),
        [typeof(SignalProcess)] = typeof(ISignalReply),
        [typeof(CleanupFinished)] = typeof(ICleanupReply),
        [typeof(ShutdownManager)] = typeof(ManagerStopped),
    };

    private readonly ActorSystem _system;
    private readonly IActorRef _manager;
    private readonly List<(IManagerCommand Command, RecordingSender Sender)> _sent = [];
    private readonly RecordingSender _watcher;
    private long _lastSender;

    public Ledger(ActorSystem system, IActorRef manager)
    {
        (_system, _manager) = (system, manager);
        _watcher = New();
        manager.Tell(new WatchProcesses(), _watcher);
    }

    public IReadOnlyList<IProcessEvent> Events => [.. _watcher.Received.OfType<IProcessEvent>()];

    public RecordingSender Ask(IManagerCommand command)
    {
        var sender = New();
        if (command is not UpdateActivity)
        {
            _sent.Add((command, sender));
        }

        _manager.Tell(command, sender);
        return sender;
    }

    /// <summary>True when each command has been answered.</summary>
    public bool IsAnswered => _sent.TrueForAll(sent => sent.Sender.Received.Count > 0);

    /// <summary>Holds at any moment.</summary>
    public void AssertNothingWasReceivedTwiceOrOutOfOrder()
    {
        foreach (var (command, sender) in _sent)
        {
            Assert.True(sender.Received.Count <= 1, $"{command} was answered {sender.Received.Count} times");
            Assert.All(
                sender.Received,
                reply =>
                {
                    if (reply is not Status.Failure { Cause: FaultOfOurs })
                    {
                        Assert.IsAssignableFrom(ReplyOf[command.GetType()], reply);
                    }
                }
            );
        }

        foreach (var key in Events.GroupBy(what => what.Key))
        {
            var last = 0;
            foreach (var incarnation in key.GroupBy(what => what.Incarnation))
            {
                Assert.Equal(last + 1, incarnation.Key);
                last = incarnation.Key;
                AssertOrder([.. incarnation]);
            }
        }
    }

    /// <summary>Holds when nothing more can happen.</summary>
    public void AssertEverythingWasReceived()
    {
        AssertNothingWasReceivedTwiceOrOutOfOrder();
        Assert.All(_sent, sent => Assert.True(sent.Sender.Received.Count == 1, $"{sent.Command} was not answered"));
        foreach (var incarnation in Events.GroupBy(what => (what.Key, what.Incarnation)))
        {
            Assert.Single(incarnation, IsEnd);
        }
    }

    private static void AssertOrder(IReadOnlyList<IProcessEvent> events)
    {
        Assert.IsType<ProcessStarted>(events[0]);
        Assert.Single(events.OfType<ProcessStarted>());
        Assert.True(events.OfType<ProcessExited>().Count() <= 1, "exited twice");
        var end = events.Select((what, index) => (what, index)).Where(pair => IsEnd(pair.what)).ToList();
        Assert.True(end.Count <= 1, "ended twice");
        foreach (var (what, index) in end)
        {
            var exited = events.Take(index).OfType<ProcessExited>().SingleOrDefault();
            Assert.Equal(what is ProcessStopped, exited is not null && what is ProcessStopped);
            Assert.True(
                what is not ProcessStopped stopped || stopped.Exit == exited!.Exit,
                "two exits of one incarnation"
            );
            Assert.All(
                events.Skip(index + 1),
                after => Assert.True(after is ProcessRestarting or ProcessFailed, $"{after} after {what}")
            );
        }

        Assert.True(
            end.Count == 1 || !events.Any(what => what is ProcessRestarting or ProcessFailed),
            "restarted or given up before its end"
        );
    }

    private static bool IsEnd(IProcessEvent what) => what is ProcessStopped or ProcessUnkillable or ProcessLost;

    private RecordingSender New() => new(_system, ++_lastSender);

    /// <summary>
    /// What a sequence throws to imitate a bug. The sender of that command gets a <see cref="Status.Failure" />.
    /// </summary>
    internal sealed class FaultOfOurs() : Exception("a bug");
}
