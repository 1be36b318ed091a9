using Akka.Actor;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Executions;
using McpFuzzer.Actors.Os;
using McpFuzzer.Actors.Processes;
using McpFuzzer.Actors.Watch;

namespace McpFuzzer.Actors.Hosting;

/// <summary>
/// The root of the runtime, one per node: <c>/user/mcp-fuzzer</c> with manager, watchdog, executor and additional
/// children.
/// </summary>
internal sealed class McpFuzzerActor : UntypedActor
{
    public const string Name = "mcp-fuzzer";

    private readonly RuntimeConfiguration _configuration;
    private readonly IProcessHost _host;
    private readonly TimeProvider _time;
    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly int _seed;
    private readonly OperationHandlers _operations;
    private Actors? _actors;

    public McpFuzzerActor(
        RuntimeConfiguration configuration,
        IProcessHost host,
        TimeProvider time,
        IReadOnlyDictionary<string, string> environment,
        int seed,
        OperationHandlers operations
    )
    {
        _configuration = configuration;
        _host = host;
        _time = time;
        _environment = environment;
        _seed = seed;
        _operations = operations;
    }

    /// <summary>Creates its props.</summary>
    /// <param name="configuration">Checked settings.</param>
    /// <param name="host">The operating system.</param>
    /// <param name="time">The node's clocks.</param>
    /// <param name="environment">The environment that targets inherit.</param>
    /// <param name="seed">The seed of the jitter of retries and restarts.</param>
    /// <param name="operations">The handlers of registered operations.</param>
    public static Props Props(
        RuntimeConfiguration configuration,
        IProcessHost host,
        TimeProvider time,
        IReadOnlyDictionary<string, string> environment,
        int seed,
        OperationHandlers operations
    ) => Akka.Actor.Props.Create(() => new McpFuzzerActor(configuration, host, time, environment, seed, operations));

    protected override SupervisorStrategy SupervisorStrategy() => new RootSupervision();

    protected override void PreStart()
    {
        var manager = Context.ActorOf(
            ManagerActor.Props(_host, _configuration.Process, _time, _environment, _seed),
            RootSupervision.Manager
        );
        var watchdog = Context.ActorOf(WatchdogActor.Props(manager, _configuration.Watchdog, _time), "watchdog");
        manager.Tell(new ManagerActor.UseWatchdog(watchdog));
        var executor = Context.ActorOf(
            ExecutorRouter.Props(_configuration.Executor, _time, _seed, _operations),
            "executor"
        );
        _actors = new Actors(Self, manager, watchdog, executor);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case GetActors:
                Sender.Tell(_actors);
                break;
            case SpawnChild spawn:
                Sender.Tell(Spawn(spawn));
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <summary>
    /// A child that cannot be created is its sender's fault. It must not cost the node this actor, and with it every
    /// process.
    /// </summary>
    private static object Spawn(SpawnChild spawn)
    {
        try
        {
            var present = Context.Child(spawn.Name);
            return new ChildSpawned(present.IsNobody() ? Context.ActorOf(spawn.Props, spawn.Name) : present);
        }
        catch (Exception fault)
        {
            return new Status.Failure(fault);
        }
    }

    internal sealed record GetActors : INoSerializationVerificationNeeded;

    internal sealed record Actors(IActorRef Root, IActorRef Manager, IActorRef Watchdog, IActorRef Executor)
        : INoSerializationVerificationNeeded;

    /// <summary>
    /// A manager that fails resumes with its processes, since a restart would end them all. The others restart: the
    /// watchdog asks for registrations, and the executor has answered its requests.
    /// </summary>
    private sealed class RootSupervision() : OneForOneStrategy(_ => Directive.Restart)
    {
        public const string Manager = "manager";

        protected override Directive Handle(IActorRef child, Exception exception) =>
            child.Path.Name == Manager ? Directive.Resume : base.Handle(child, exception);
    }
}
