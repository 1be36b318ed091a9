using Akka.Actor;
using McpFuzzer.Actors.Client.Requests;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Client.Processes;

/// <summary>
/// A client of the ManagerActor for code that is not an actor, on this node or another. A rejection throws <see
/// cref="CommandRejectedException" />, unless a method returns <c>false</c> or null. A missing reply throws a <see
/// cref="TimeoutException" /> that names the command (<see cref="ClientOptions.AskTimeout" />). A cancelled token ends
/// the wait; each method says what it means for the command. Thread-safe.
/// </summary>
public sealed partial class ProcessManagerClient
{
    private readonly ActorEndpoint _manager;
    private readonly int _eventCapacity;
    private readonly TimeProvider _time;

    /// <summary>Creates a client of a manager.</summary>
    /// <param name="manager">The ManagerActor, here or on another node.</param>
    /// <param name="options">Null takes the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public ProcessManagerClient(IActorRef manager, ClientOptions? options = null)
        : this(given => ActorEndpoint.Of(Name, manager, given), options) { }

    internal ProcessManagerClient(Func<CancellationToken, Task<IActorRef>> manager, ClientOptions? options)
        : this(given => new ActorEndpoint(Name, manager, given), options) { }

    private ProcessManagerClient(Func<ClientOptions, ActorEndpoint> manager, ClientOptions? options)
    {
        var given = ClientOptions.Checked(options);
        _manager = manager(given);
        _eventCapacity = given.EventCapacity;
        _time = given.Time;
    }

    private const string Name = "ManagerActor";

    /// <summary>
    /// Stops a process by its ladder, and returns when its set is empty. It joins a stop that is under way, and can
    /// only raise it.
    /// </summary>
    /// <param name="key">The process.</param>
    /// <param name="force">Starts at SIGKILL.</param>
    /// <param name="grace">The grace of SIGTERM; null takes the ladder's.</param>
    /// <param name="incarnation">Only this incarnation; null means the current one.</param>
    /// <param name="cancellationToken">Ends the wait; the stop continues.</param>
    /// <returns>True when it is stopped now; false when it is unknown, or never ran.</returns>
    /// <exception cref="ProcessUnkillableException">Members outlived SIGKILL.</exception>
    /// <exception cref="ProcessLostException">The node's own handling of it failed.</exception>
    /// <exception cref="CommandRejectedException">StaleIncarnation, or InvalidSpec for a grace out of
    /// range.</exception>
    public async Task<bool> StopAsync(
        ProcessKey key,
        bool force = false,
        TimeSpan? grace = null,
        int? incarnation = null,
        CancellationToken cancellationToken = default
    )
    {
        var stop = new StopProcess(key, incarnation, force, grace, RequestId.New());
        return await _manager.AskPatientlyAsync<IStopReply>(stop, new GetProcess(key), cancellationToken) switch
        {
            ProcessStopped => true,
            ProcessUnkillable unkillable => throw new ProcessUnkillableException(unkillable),
            ProcessLost lost => throw new ProcessLostException(lost),
            CommandRejected { Reason: RejectReason.NotFound or RejectReason.NotRunning } => false,
            var other => throw ReplyException.Of(other),
        };
    }

    /// <summary>Stops all processes in parallel, and returns when all sets are empty.</summary>
    /// <param name="force">Starts at SIGKILL.</param>
    /// <param name="grace">The grace of SIGTERM; null takes each ladder's.</param>
    /// <param name="cancellationToken">Ends the wait; the stops continue.</param>
    /// <returns>One outcome for each process that had not ended, in the order of keys. A process that exited in the
    /// meantime is not a failure.</returns>
    /// <exception cref="CommandRejectedException">InvalidSpec, for a grace out of range.</exception>
    public async Task<IReadOnlyList<IStopReply>> StopAllAsync(
        bool force = false,
        TimeSpan? grace = null,
        CancellationToken cancellationToken = default
    )
    {
        var stop = new StopAllProcesses(force, grace, RequestId.New());
        var reply = await _manager.AskPatientlyAsync<IStopAllReply>(stop, new GetManagerStats(), cancellationToken);
        return reply is AllStopped stopped ? stopped.Outcomes : throw ReplyException.Of(reply);
    }

    /// <summary>Returns the status of a process.</summary>
    /// <param name="key">The process. Its last incarnation stays readable after its end, in a bounded history.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Null when the process is unknown.</returns>
    public Task<ProcessSnapshot?> GetStatusAsync(ProcessKey key, CancellationToken cancellationToken = default) =>
        FindAsync(new GetProcess(key), cancellationToken);

    /// <summary>
    /// Finds the managed process that has this pid now. The key of the result identifies it in all other calls.
    /// </summary>
    /// <param name="pid">A process id.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Null when none has it.</returns>
    public Task<ProcessSnapshot?> FindByPidAsync(int pid, CancellationToken cancellationToken = default) =>
        FindAsync(new FindByPid(pid), cancellationToken);

    /// <summary>Lists all processes, including ended ones until they are cleaned up.</summary>
    /// <param name="phase">Only processes in this phase; null means all.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>In the order of their keys.</returns>
    public async Task<IReadOnlyList<ProcessSnapshot>> ListAsync(
        ProcessPhase? phase = null,
        CancellationToken cancellationToken = default
    ) => (await _manager.AskAsync<ProcessList>(new ListProcesses(phase), cancellationToken)).Processes;

    /// <summary>Reports activity of a process. It gets no reply, and an unknown key is ignored.</summary>
    /// <param name="key">The process.</param>
    /// <param name="cancellationToken">Applies before the command is sent.</param>
    public Task UpdateActivityAsync(ProcessKey key, CancellationToken cancellationToken = default) =>
        _manager.TellAsync(new UpdateActivity(key), cancellationToken);

    /// <summary>Sends a signal. The phase of the process does not change.</summary>
    /// <param name="key">The process.</param>
    /// <param name="signal">The signal's number, 1 to 64.</param>
    /// <param name="scope">Only the leader, or its group.</param>
    /// <param name="cancellationToken">Ends the wait; the signal may have been sent.</param>
    /// <returns>True when the kernel has accepted it; false when the process does not run.</returns>
    /// <exception cref="CommandRejectedException">InvalidSpec, for a number out of range.</exception>
    public async Task<bool> SignalAsync(
        ProcessKey key,
        int signal,
        SignalScope scope = SignalScope.Leader,
        CancellationToken cancellationToken = default
    )
    {
        var send = new SignalProcess(key, signal, scope, RequestId.New());
        return await _manager.AskAsync<ISignalReply>(send, cancellationToken) switch
        {
            SignalSent => true,
            CommandRejected { Reason: RejectReason.NotFound or RejectReason.NotRunning } => false,
            var other => throw ReplyException.Of(other),
        };
    }

    /// <summary>Returns counts of the node, including its watchdog's.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<ManagerStats> GetStatsAsync(CancellationToken cancellationToken = default) =>
        _manager.AskAsync<ManagerStats>(new GetManagerStats(), cancellationToken);

    /// <summary>Removes ended processes from the list. The bounded history keeps their exits.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The number of removed processes.</returns>
    public async Task<int> CleanUpFinishedAsync(CancellationToken cancellationToken = default)
    {
        var reply = await _manager.AskAsync<ICleanupReply>(new CleanupFinished(RequestId.New()), cancellationToken);
        return reply is CleanedUp cleaned ? cleaned.Count : throw ReplyException.Of(reply);
    }

    /// <summary>
    /// Rejects further starts, completes those in flight, and stops all processes. It cannot be undone. A host does
    /// this when it stops.
    /// </summary>
    /// <param name="grace">The grace of SIGTERM; null, or a value out of range, takes each ladder's.</param>
    /// <param name="cancellationToken">Ends the wait; the shutdown continues.</param>
    /// <returns>The outcome of each stop.</returns>
    public async Task<IReadOnlyList<IStopReply>> ShutdownAsync(
        TimeSpan? grace = null,
        CancellationToken cancellationToken = default
    )
    {
        var shutdown = new ShutdownManager(grace);
        return (
            await _manager.AskPatientlyAsync<ManagerStopped>(shutdown, new GetManagerStats(), cancellationToken)
        ).Outcomes;
    }

    /// <summary>
    /// Subscribes to events of processes. When this returns, the subscription is active: the stream has every later
    /// event.
    /// </summary>
    /// <param name="key">Only this process, which need not exist yet; null means all.</param>
    /// <param name="cancellationToken">Ends the wait for the subscription, not the stream.</param>
    /// <returns>The events, until it is disposed or the manager ends.</returns>
    public async Task<ProcessWatch> WatchAsync(ProcessKey? key = null, CancellationToken cancellationToken = default) =>
        await ProcessWatch.OpenAsync(_manager, key, _eventCapacity, cancellationToken);

    private async Task<ProcessSnapshot?> FindAsync(IManagerCommand question, CancellationToken cancellation) =>
        await _manager.AskAsync<IGetProcessReply>(question, cancellation) switch
        {
            ProcessSnapshot snapshot => snapshot,
            CommandRejected { Reason: RejectReason.NotFound } => null,
            var other => throw ReplyException.Of(other),
        };
}
