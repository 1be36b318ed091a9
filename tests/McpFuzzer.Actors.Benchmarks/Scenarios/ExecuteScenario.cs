using Akka.Actor;
using Akka.Configuration;
using Akka.Routing;
using McpFuzzer.Actors.Benchmarks.Peers;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;

namespace McpFuzzer.Actors.Benchmarks.Scenarios;

/// <summary>The cost of a single operation.</summary>
internal sealed class ExecuteScenario : IScenario
{
    private const int Outstanding = 64;
    private const int AtOnce = 5;
    private const string Pool = "pool";
    private const string PoolTitle = "a pool of actors, with nothing around it";

    public string Name => "execute";

    public string Title => $"Single operations by Ask, {Outstanding} outstanding";

    public string About =>
        $"""
            {Outstanding} callers request an operation that returns at once, and the next when they have the reply. For
            this system it is an Ask of `Execute` on the reference configuration, each with its own RequestId, whose
            reply is remembered. The pool is Akka's `RoundRobinPool` of {AtOnce} actors that run the delegate and reply.
            It has no bound, timeout, retry, cancellation or memory.
            """;

    public string Limits =>
        """
            An operation passes two mailboxes: that of the router, which keeps bound and order, and that of a worker.
            The senders of the pool put theirs straight into a worker's. In samples (perf), 22 % is the caller's Ask,
            which both have, 17 % the worker, and 10 % the router, 4 % of it the memory of requests.
            """;

    public IReadOnlyList<Metric> Metrics { get; } =
    [
        new("execute.pace", "operations, thousands", "/s"),
        new("execute.processor", "processor time for one operation", "µs"),
        new("execute.bytes", "allocated for one operation", "bytes"),
    ];

    public IReadOnlyList<Contestant> Contestants { get; } =
    [new(Contestant.ThisSystem, PeerNames.Own, "", PoolTitle), new(PoolTitle, Pool, "", PoolTitle)];

    public IReadOnlyList<Aim> Aims { get; } =
    [
        new("execute.pace", Contestant.ThisSystem, To: null, AtLeast: true, 200),
        new("execute.pace", Contestant.ThisSystem, PoolTitle, AtLeast: true, 0.95),
    ];

    public async Task<IReadOnlyDictionary<string, double>> MeasureAsync(string peer, string variant)
    {
        switch (peer)
        {
            case PeerNames.Own:
                await using (var own = await OwnExecutor.OpenAsync())
                {
                    return await Pace.MeasureAsync(
                        Name,
                        wanted => Callers.RunAsync(Outstanding, wanted, () => ExecuteAsync(own.Executor))
                    );
                }

            case Pool:
                using (
                    var system = ActorSystem.Create("bench", ConfigurationFactory.ParseString("akka.loglevel = OFF"))
                )
                {
                    var pool = system.ActorOf(Props.Create<Routee>().WithRouter(new RoundRobinPool(AtOnce)));
                    return await Pace.MeasureAsync(
                        Name,
                        wanted => Callers.RunAsync(Outstanding, wanted, () => AskAsync(pool))
                    );
                }

            default:
                throw new ArgumentException($"No such peer: {peer}", nameof(peer));
        }
    }

    private static async Task ExecuteAsync(IActorRef executor)
    {
        var reply = await executor.Ask<IExecuteReply>(new Execute(RequestId.New(), _ => default), OwnExecutor.Patience);
        if (reply is not OperationCompleted)
        {
            throw new InvalidOperationException($"{reply}");
        }
    }

    private static async Task AskAsync(IActorRef pool)
    {
        LocalOperation operation = _ => default;
        await pool.Ask<Answer>(operation, OwnExecutor.Patience);
    }

    private sealed record Answer(object? Value);

    private sealed class Routee : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            var pending = ((LocalOperation)message)(CancellationToken.None);
            Sender.Tell(new Answer(pending.IsCompletedSuccessfully ? pending.Result : null));
        }
    }
}
