using Akka.Actor;
using Akka.Dispatch;
using Akka.Event;

namespace McpFuzzer.Actors.Executions;

/// <summary>What an operation acts on when its state changes, on whatever thread that is; all of it may be used from any.</summary>
internal sealed record ExecutorSurroundings(
    IActorRef Router,
    MessageDispatcher Dispatcher,
    IScheduler Scheduler,
    TimeProvider Time,
    ExecutorCounters Counters,
    ILoggingAdapter Log
);
