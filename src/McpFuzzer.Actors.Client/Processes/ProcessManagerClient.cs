using Akka.Actor;
using McpFuzzer.Actors.Client.Asking;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Client.Processes;

/// <summary>
/// The ManagerActor for code that is not an actor, on this node or on another. A refusal is a <see cref="CommandRejectedException" />, except where a method says <c>false</c> or null;
/// an actor that does not answer is a <see cref="TimeoutException" /> that names the command (<see cref="ClientOptions.AskTimeout" />). A token that is cancelled ends the waiting; what that means
/// for what was asked, each method says. Thread-safe.
/// </summary>
public sealed partial class ProcessManagerClient
{
    private readonly Correspondent _manager;
    private readonly int _eventCapacity;

    /// <summary>A client of one manager.</summary>
    /// <param name="manager">The ManagerActor, here or on another node.</param>
    /// <param name="options">Null takes the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public ProcessManagerClient(IActorRef manager, ClientOptions? options = null)
        : this(given => Correspondent.Of(Name, manager, given), options) { }

    internal ProcessManagerClient(Func<CancellationToken, Task<IActorRef>> manager, ClientOptions? options)
        : this(given => new Correspondent(Name, manager, given), options) { }

    private ProcessManagerClient(Func<ClientOptions, Correspondent> manager, ClientOptions? options)
    {
        var given = ClientOptions.Checked(options);
        _manager = manager(given);
        _eventCapacity = given.EventCapacity;
    }

    private const string Name = "ManagerActor";

    /// <summary>Stops a process by its ladder, and returns when nothing of it is left. A stop that is under way is joined, and can only be raised.</summary>
    /// <param name="key">The process.</param>
    /// <param name="force">Starts at SIGKILL.</param>
    /// <param name="grace">How long SIGTERM may take; null takes the ladder's.</param>
    /// <param name="incarnation">Only this incarnation; null is the present one.</param>
    /// <param name="cancellationToken">Ends the waiting; the stop goes on.</param>
    /// <returns>True when it is stopped now, whoever stopped it; false when no such process is known, or it never came to run.</returns>
    /// <exception cref="ProcessUnkillableException">Members outlived SIGKILL.</exception>
    /// <exception cref="ProcessLostException">The node's own handling of it failed.</exception>
    /// <exception cref="CommandRejectedException">StaleIncarnation, or InvalidSpec for a grace out of range.</exception>
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
            var other => throw Refusal.Of(other),
        };
    }

    /// <summary>Stops every process, side by side, and returns when nothing is left of any.</summary>
    /// <param name="force">Starts at SIGKILL.</param>
    /// <param name="grace">How long SIGTERM may take; null takes each ladder's.</param>
    /// <param name="cancellationToken">Ends the waiting; the stops go on.</param>
    /// <returns>One outcome for each process that had not ended, in the order of their keys; one that vanished meanwhile is no failure.</returns>
    /// <exception cref="CommandRejectedException">InvalidSpec, for a grace out of range.</exception>
    public async Task<IReadOnlyList<IStopReply>> StopAllAsync(
        bool force = false,
        TimeSpan? grace = null,
        CancellationToken cancellationToken = default
    )
    {
        var stop = new StopAllProcesses(force, grace, RequestId.New());
        var reply = await _manager.AskPatientlyAsync<IStopAllReply>(stop, new GetManagerStats(), cancellationToken);
        return reply is AllStopped stopped ? stopped.Outcomes : throw Refusal.Of(reply);
    }

    /// <summary>The status of a process.</summary>
    /// <param name="key">The process; its last incarnation stays readable after its end, in a bounded history.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Null when no such process is known.</returns>
    public Task<ProcessSnapshot?> GetStatusAsync(ProcessKey key, CancellationToken cancellationToken = default) =>
        FindAsync(new GetProcess(key), cancellationToken);

    /// <summary>The managed process that has this pid now: the way from a pid to the key by which everything else is asked.</summary>
    /// <param name="pid">A process id.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Null when none has it.</returns>
    public Task<ProcessSnapshot?> FindByPidAsync(int pid, CancellationToken cancellationToken = default) =>
        FindAsync(new FindByPid(pid), cancellationToken);

    /// <summary>All processes, those that have ended included until they are cleaned up.</summary>
    /// <param name="phase">Only those in this phase; null is all.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>In the order of their keys.</returns>
    public async Task<IReadOnlyList<ProcessSnapshot>> ListAsync(
        ProcessPhase? phase = null,
        CancellationToken cancellationToken = default
    ) => (await _manager.AskAsync<ProcessList>(new ListProcesses(phase), cancellationToken)).Processes;

    /// <summary>Says that a process shows life. Nothing is answered, and an unknown key is ignored.</summary>
    /// <param name="key">The process.</param>
    /// <param name="cancellationToken">Before it is sent.</param>
    public Task UpdateActivityAsync(ProcessKey key, CancellationToken cancellationToken = default) =>
        _manager.TellAsync(new UpdateActivity(key), cancellationToken);

    /// <summary>Sends a signal; the process's phase does not change by it.</summary>
    /// <param name="key">The process.</param>
    /// <param name="signal">The signal's number, 1 to 64.</param>
    /// <param name="scope">The leader alone, or its group.</param>
    /// <param name="cancellationToken">Ends the waiting; the signal may have gone out.</param>
    /// <returns>True when it was handed to the kernel; false when no such process runs.</returns>
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
            var other => throw Refusal.Of(other),
        };
    }

    /// <summary>Counts of the node, its watchdog's among them.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<ManagerStats> GetStatsAsync(CancellationToken cancellationToken = default) =>
        _manager.AskAsync<ManagerStats>(new GetManagerStats(), cancellationToken);

    /// <summary>Removes ended processes from the list; the bounded history keeps their exits.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>How many were removed.</returns>
    public async Task<int> CleanUpFinishedAsync(CancellationToken cancellationToken = default)
    {
        var reply = await _manager.AskAsync<ICleanupReply>(new CleanupFinished(RequestId.New()), cancellationToken);
        return reply is CleanedUp cleaned ? cleaned.Count : throw Refusal.Of(reply);
    }

    /// <summary>Refuses further starts, settles those in flight and stops everything. It can not be undone; a host that stops does it by itself.</summary>
    /// <param name="grace">How long SIGTERM may take; null, or a value out of range, takes each ladder's.</param>
    /// <param name="cancellationToken">Ends the waiting; the shutdown goes on.</param>
    /// <returns>What was stopped, and how.</returns>
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

    /// <summary>Subscribes to what happens to processes. When this returns the subscription stands: whatever happens from then on is in the stream.</summary>
    /// <param name="key">Only this process, which need not be known yet; null is all.</param>
    /// <param name="cancellationToken">Ends the waiting for the subscription, not the stream.</param>
    /// <returns>The events, until it is disposed or the manager ends.</returns>
    public async Task<ProcessWatch> WatchAsync(ProcessKey? key = null, CancellationToken cancellationToken = default) =>
        await ProcessWatch.OpenAsync(_manager, key, _eventCapacity, cancellationToken);

    private async Task<ProcessSnapshot?> FindAsync(IManagerCommand question, CancellationToken cancellation) =>
        await _manager.AskAsync<IGetProcessReply>(question, cancellation) switch
        {
            ProcessSnapshot snapshot => snapshot,
            CommandRejected { Reason: RejectReason.NotFound } => null,
            var other => throw Refusal.Of(other),
        };
}
