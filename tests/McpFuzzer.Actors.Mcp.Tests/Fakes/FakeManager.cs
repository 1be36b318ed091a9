using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Event;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Mcp.Tests.Fakes;

/// <summary>
/// What a started target does: it runs on the peer, and exits when its task completes with an exit. Null stays alive
/// until it is stopped.
/// </summary>
/// <param name="peer">Its streams.</param>
/// <param name="incarnation">Which start this is.</param>
internal delegate Task<ProcessExit?> TargetBehaviour(ScriptedPeer peer, int incarnation);

/// <summary>A ManagerActor whose processes are tasks on in-memory pipes.</summary>
internal sealed class FakeManager(TargetBehaviour behaviour, FakeManager.Log log) : UntypedActor
{
    private readonly Dictionary<int, Incarnation> _incarnations = [];

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case StartProcess when log.RejectStart is { } rejection:
                Sender.Tell(rejection);
                break;
            case StartProcess when log.NeverAnswersStart:
                break;
            case StartProcess start:
                Start(start);
                break;
            case AttachStdio when log.RejectAttach is { } rejection:
                Sender.Tell(rejection);
                break;
            case AttachStdio { Incarnation: { } incarnation } attach:
                var peer = _incarnations[incarnation].Peer;
                Sender.Tell(new StdioAttached(attach.Key, incarnation, peer.Stdout, peer.Stdin));
                break;
            case WaitForExit wait:
                _incarnations[_incarnations.Count].Await(wait.Key, Sender);
                break;
            case StopProcess stop:
                Stop(stop);
                break;
            case Ended { Exit: { } exit } ended:
                _incarnations[ended.Number].End(ended.Key, exit, ExitCause.Exited);
                break;
            case Ended:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Start(StartProcess start)
    {
        var number = _incarnations.Count + 1;
        var incarnation = new Incarnation(number);
        _incarnations.Add(number, incarnation);
        log.Specs.Enqueue(start.Spec);
        log.Started.Enqueue(number);
        _ = behaviour(incarnation.Peer, number).PipeTo(Self, success: exit => new Ended(start.Key!, number, exit));
        Sender.Tell(
            new ProcessStarted(start.Key!, number, 1000 + number, DateTimeOffset.UnixEpoch, ContainmentLevel.Group)
        );
    }

    private void Stop(StopProcess stop)
    {
        if (_incarnations.Count == 0)
        {
            log.StopsOfNothing.Enqueue(stop);
            Sender.Tell(new CommandRejected(RejectReason.NotFound, "no such process"));
            return;
        }

        log.Stops.Enqueue(stop);
        var number = stop.Incarnation ?? _incarnations.Count;
        var incarnation = _incarnations[number];
        incarnation.End(stop.Key, new ProcessExit.Signal(15, false), ExitCause.Requested);
        log.Stopped.Enqueue(number);
        Sender.Tell(incarnation.Stopped(stop.Key));
    }

    /// <summary>What happened, and what shall go wrong.</summary>
    internal sealed class Log
    {
        public CommandRejected? RejectStart { get; init; }
        public CommandRejected? RejectAttach { get; init; }
        public bool NeverAnswersStart { get; init; }
        public ConcurrentQueue<ProcessSpec> Specs { get; } = new();
        public ConcurrentQueue<int> Started { get; } = new();
        public ConcurrentQueue<int> Stopped { get; } = new();
        public ConcurrentQueue<StopProcess> Stops { get; } = new();
        public ConcurrentQueue<StopProcess> StopsOfNothing { get; } = new();

        /// <summary>Each incarnation that was started has been stopped, or had ended and was asked for.</summary>
        public void AssertNothingIsLeft() => Assert.Equal(Started, Stopped.Distinct().Order());
    }

    private sealed record Ended(ProcessKey Key, int Number, ProcessExit? Exit)
        : INoSerializationVerificationNeeded,
            IDeadLetterSuppression;

    private sealed class Incarnation(int number)
    {
        private static readonly OutputTail Stderr = new("last words\n"u8.ToArray(), 11);

        private readonly List<IActorRef> _waiters = [];
        private ProcessExited? _exited;

        public ScriptedPeer Peer { get; } = new();

        public void Await(ProcessKey key, IActorRef waiter)
        {
            if (_exited is null)
            {
                _waiters.Add(waiter);
            }
            else
            {
                waiter.Tell(_exited);
            }
        }

        public void End(ProcessKey key, ProcessExit exit, ExitCause cause)
        {
            if (_exited is not null)
            {
                return;
            }

            _exited = new ProcessExited(key, number, exit, cause, TimeSpan.Zero, OutputTail.Empty, Stderr);
            Peer.CloseStdin();
            Peer.End();
            _waiters.ForEach(waiter => waiter.Tell(_exited));
        }

        public ProcessStopped Stopped(ProcessKey key) =>
            new(key, number, _exited!.Exit, _exited.Cause, false, 0, OutputTail.Empty, Stderr);
    }
}
