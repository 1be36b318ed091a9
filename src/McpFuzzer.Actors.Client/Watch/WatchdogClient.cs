using Akka.Actor;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Client.Requests;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Watch;

namespace McpFuzzer.Actors.Client.Watch;

/// <summary>
/// A client of the WatchdogActor for code that is not an actor, on this node or another. A rejection throws <see
/// cref="CommandRejectedException" />. A missing reply throws a <see cref="TimeoutException" /> that names the command
/// (<see cref="ClientOptions.AskTimeout" />). A cancelled token ends the wait, not the command. Thread-safe.
/// </summary>
public sealed class WatchdogClient
{
    private const string Name = "WatchdogActor";

    private readonly ActorEndpoint _watchdog;

    /// <summary>Creates a client of a watchdog.</summary>
    /// <param name="watchdog">The WatchdogActor, here or on another node.</param>
    /// <param name="options">Null takes the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public WatchdogClient(IActorRef watchdog, ClientOptions? options = null) =>
        _watchdog = ActorEndpoint.Of(Name, watchdog, ClientOptions.Checked(options));

    internal WatchdogClient(Func<CancellationToken, Task<IActorRef>> watchdog, ClientOptions? options) =>
        _watchdog = new ActorEndpoint(Name, watchdog, ClientOptions.Checked(options));

    /// <summary>Starts the watchdog. A node's watchdog starts with the node, and a running one continues.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>An object that stops the watchdog when it is disposed.</returns>
    public async Task<WatchdogRun> StartAsync(CancellationToken cancellationToken = default)
    {
        await _watchdog.AskAsync<WatchdogStarted>(new StartWatchdog(), cancellationToken);
        return new WatchdogRun(this);
    }

    /// <summary>Stops the watchdog. Registrations stay, and silence while it is stopped does not count.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task StopAsync(CancellationToken cancellationToken = default) =>
        _watchdog.AskAsync<WatchdogStopped>(new StopWatchdog(), cancellationToken);

    /// <summary>
    /// Registers a managed process. Each process is registered at its start; this reverts an unregistration.
    /// </summary>
    /// <param name="key">The process.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="CommandRejectedException">NotFound, or NotRunning.</exception>
    public async Task RegisterAsync(ProcessKey key, CancellationToken cancellationToken = default) =>
        _ = KeyOf(await _watchdog.AskAsync<IRegisterReply>(new RegisterProcess(key), cancellationToken));

    /// <summary>Registers an external process, by the rules of <see cref="RegisterExternal" />.</summary>
    /// <param name="registration">The process.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Its generated key, which identifies it in events and in calls.</returns>
    /// <exception cref="CommandRejectedException">InvalidSpec, Unauthorised, AlreadyExists or NotFound.</exception>
    public async Task<ProcessKey> RegisterExternalAsync(
        RegisterExternal registration,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(registration);
        return KeyOf(await _watchdog.AskOnceAsync<IRegisterReply>(registration, cancellationToken));
    }

    /// <summary>Registers an external process with an activity callback.</summary>
    /// <param name="registration">The process.</param>
    /// <param name="callback">The callback, called at each heartbeat check. The latest of it and updates
    /// counts.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Its generated key.</returns>
    /// <exception cref="CommandRejectedException">InvalidSpec, Unauthorised, AlreadyExists or NotFound.</exception>
    /// <exception cref="InvalidOperationException">The watchdog is on another node, which cannot call a
    /// callback.</exception>
    public async Task<ProcessKey> RegisterExternalAsync(
        RegisterExternal registration,
        ActivityCallback callback,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(registration);
        ArgumentNullException.ThrowIfNull(callback);
        await _watchdog.FindLocalAsync("a callback", "call UpdateActivityAsync instead", cancellationToken);
        return KeyOf(
            await _watchdog.AskOnceAsync<IRegisterReply>(
                new RegisterExternalWithCallback(registration, callback),
                cancellationToken
            )
        );
    }

    /// <summary>Unregisters a process. An unregistered one is ignored.</summary>
    /// <param name="key">The process; for an external one, the key that its registration returned.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task UnregisterAsync(ProcessKey key, CancellationToken cancellationToken = default) =>
        _watchdog.AskAsync<Unregistered>(new UnregisterProcess(key), cancellationToken);

    /// <summary>Reports activity of a process. It gets no reply, and an unknown key is ignored.</summary>
    /// <param name="key">The process; for an external one, the key that its registration returned.</param>
    /// <param name="cancellationToken">Applies before the command is sent.</param>
    public Task UpdateActivityAsync(ProcessKey key, CancellationToken cancellationToken = default) =>
        _watchdog.TellAsync(new UpdateActivity(key), cancellationToken);

    /// <summary>Returns whether a process is registered.</summary>
    /// <param name="key">The process.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<bool> IsRegisteredAsync(ProcessKey key, CancellationToken cancellationToken = default) =>
        (await _watchdog.AskAsync<RegistrationStatus>(new IsRegistered(key), cancellationToken)).IsRegistered;

    /// <summary>Returns counts of the watchdog.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<WatchdogStats> GetStatsAsync(CancellationToken cancellationToken = default) =>
        _watchdog.AskAsync<WatchdogStats>(new GetWatchdogStats(), cancellationToken);

    private static ProcessKey KeyOf(IRegisterReply reply) =>
        reply is Registered registered ? registered.Key : throw ReplyException.Of(reply);
}
