using Akka.Actor;
using McpFuzzer.Actors.Client.Asking;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Watch;

namespace McpFuzzer.Actors.Client.Watch;

/// <summary>
/// The WatchdogActor for code that is not an actor, on this node or on another. A refusal is a <see cref="CommandRejectedException" />; an actor that does not answer is a
/// <see cref="TimeoutException" /> that names the command (<see cref="ClientOptions.AskTimeout" />). A token that is cancelled ends the waiting, not what was asked. Thread-safe.
/// </summary>
public sealed class WatchdogClient
{
    private const string Name = "WatchdogActor";

    private readonly Correspondent _watchdog;

    /// <summary>A client of one watchdog.</summary>
    /// <param name="watchdog">The WatchdogActor, here or on another node.</param>
    /// <param name="options">Null takes the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public WatchdogClient(IActorRef watchdog, ClientOptions? options = null) =>
        _watchdog = Correspondent.Of(Name, watchdog, ClientOptions.Checked(options));

    internal WatchdogClient(Func<CancellationToken, Task<IActorRef>> watchdog, ClientOptions? options) =>
        _watchdog = new Correspondent(Name, watchdog, ClientOptions.Checked(options));

    /// <summary>Begins to watch; a node's watchdog does so when it starts, and one that watches already goes on.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Disposing it stops the watchdog, as the end of a <c>using</c> does; to let it watch on, don't.</returns>
    public async Task<WatchdogRun> StartAsync(CancellationToken cancellationToken = default)
    {
        await _watchdog.AskAsync<WatchdogStarted>(new StartWatchdog(), cancellationToken);
        return new WatchdogRun(this);
    }

    /// <summary>Ceases to watch; registrations stay, and the silence meanwhile is not held against anybody afterwards.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task StopAsync(CancellationToken cancellationToken = default) =>
        _watchdog.AskAsync<WatchdogStopped>(new StopWatchdog(), cancellationToken);

    /// <summary>Puts a managed process under watch. Each is at its start; this undoes an unregistration.</summary>
    /// <param name="key">The process.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="CommandRejectedException">NotFound, or NotRunning.</exception>
    public async Task RegisterAsync(ProcessKey key, CancellationToken cancellationToken = default) =>
        _ = KeyOf(await _watchdog.AskAsync<IRegisterReply>(new RegisterProcess(key), cancellationToken));

    /// <summary>Puts a process that somebody else has started under watch, by the rules of <see cref="RegisterExternal" />.</summary>
    /// <param name="registration">The process.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The key that was made for it: it names it in events, and takes it out of the watch.</returns>
    /// <exception cref="CommandRejectedException">InvalidSpec, Unauthorised, AlreadyExists or NotFound.</exception>
    public async Task<ProcessKey> RegisterExternalAsync(
        RegisterExternal registration,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(registration);
        return KeyOf(await _watchdog.AskOnceAsync<IRegisterReply>(registration, cancellationToken));
    }

    /// <summary>Puts a process that somebody else has started under watch, whose caller knows when it last showed life.</summary>
    /// <param name="registration">The process.</param>
    /// <param name="callback">Asked at each heartbeat check; of it and updates the latest counts.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The key that was made for it.</returns>
    /// <exception cref="CommandRejectedException">InvalidSpec, Unauthorised, AlreadyExists or NotFound.</exception>
    /// <exception cref="InvalidOperationException">The watchdog is on another node, where a callback can't be called.</exception>
    public async Task<ProcessKey> RegisterExternalAsync(
        RegisterExternal registration,
        ActivityCallback callback,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(registration);
        ArgumentNullException.ThrowIfNull(callback);
        await _watchdog.FindLocalAsync("a callback", "tell UpdateActivityAsync instead", cancellationToken);
        return KeyOf(
            await _watchdog.AskOnceAsync<IRegisterReply>(
                new RegisterExternalWithCallback(registration, callback),
                cancellationToken
            )
        );
    }

    /// <summary>Takes a process out of the watch; one that is not in it is no fault.</summary>
    /// <param name="key">The process; of an external one the key that its registration gave.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task UnregisterAsync(ProcessKey key, CancellationToken cancellationToken = default) =>
        _watchdog.AskAsync<Unregistered>(new UnregisterProcess(key), cancellationToken);

    /// <summary>Says that a process shows life. Nothing is answered, and an unknown key is ignored.</summary>
    /// <param name="key">The process; of an external one the key that its registration gave.</param>
    /// <param name="cancellationToken">Before it is sent.</param>
    public Task UpdateActivityAsync(ProcessKey key, CancellationToken cancellationToken = default) =>
        _watchdog.TellAsync(new UpdateActivity(key), cancellationToken);

    /// <summary>Whether a process is watched.</summary>
    /// <param name="key">The process.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<bool> IsRegisteredAsync(ProcessKey key, CancellationToken cancellationToken = default) =>
        (await _watchdog.AskAsync<RegistrationStatus>(new IsRegistered(key), cancellationToken)).IsRegistered;

    /// <summary>Counts of the watchdog.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<WatchdogStats> GetStatsAsync(CancellationToken cancellationToken = default) =>
        _watchdog.AskAsync<WatchdogStats>(new GetWatchdogStats(), cancellationToken);

    private static ProcessKey KeyOf(IRegisterReply reply) =>
        reply is Registered registered ? registered.Key : throw Refusal.Of(reply);
}
