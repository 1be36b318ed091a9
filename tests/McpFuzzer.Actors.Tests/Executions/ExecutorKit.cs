using Akka.Actor;
using Akka.Configuration;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Executions;
using McpFuzzer.Actors.Hosting;
using McpFuzzer.Actors.Tests.Time;

namespace McpFuzzer.Actors.Tests.Executions;

/// <summary>An executor in virtual time.</summary>
public abstract class ExecutorKit : VirtualTimeKit
{
    protected static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>The handlers of registered operations; filled before the executor is created.</summary>
    protected OperationHandlers Handlers { get; } = new();

    protected IActorRef NewExecutor(string settings = "", Func<Props>? workerProps = null)
    {
        var configuration = ConfigurationFactory.ParseString($"mcp-fuzzer.executor {{ {settings} }}");
        var props = ExecutorRouter.Props(ExecutorSettings.From(configuration), Clock, seed: 1, Handlers, workerProps);
        var executor = Sys.ActorOf(props, "executor");
        Settle(executor);
        return executor;
    }

    internal void Execute(IActorRef executor, string id, SteeredOperation operation) =>
        Execute(executor, new Execute(new RequestId(id), operation.Delegate));

    protected void Execute(IActorRef executor, Execute execute) => executor.Tell(execute, TestActor);

    protected OperationCompleted ExpectCompleted(string id)
    {
        var completed = ExpectMsg<OperationCompleted>();
        Assert.Equal(new RequestId(id), completed.RequestId);
        return completed;
    }

    protected void ExpectRejected(string id, RejectReason reason)
    {
        var rejected = ExpectMsg<OperationRejected>();
        Assert.Equal((new RequestId(id), reason), (rejected.RequestId, rejected.Reason));
        Assert.NotEmpty(rejected.Message);
    }

    protected ExecutorStats Stats(IActorRef executor)
    {
        var probe = CreateTestProbe();
        executor.Tell(new GetExecutorStats(), probe);
        return probe.ExpectMsg<ExecutorStats>();
    }

    /// <summary>Returns when all messages of workers and timers are processed.</summary>
    protected void SettleAll(IActorRef executor)
    {
        for (var round = 0; round < 3; round++)
        {
            Settle(executor);
            Sys.ActorSelection(executor.Path / "w-*").Tell(new Identify(null), TestActorOfWorkers(out var workers));
            for (var n = 0; n < WorkerCount; n++)
            {
                workers.ExpectMsg<ActorIdentity>();
            }
        }

        Settle(executor);
    }

    /// <summary>How many workers <see cref="SettleAll" /> waits for.</summary>
    protected int WorkerCount { get; set; } = 5;

    protected void AdvanceAndSettle(IActorRef executor, TimeSpan by)
    {
        Scheduler.Advance(by);
        SettleAll(executor);
    }

    private Akka.TestKit.TestProbe TestActorOfWorkers(out Akka.TestKit.TestProbe workers) =>
        workers = CreateTestProbe();
}
