using Akka.Actor;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Client.Requests;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Client.Processes;

/// <summary>Starts, and waits for exits and readiness.</summary>
public sealed partial class ProcessManagerClient
{
    /// <summary>A long wait is renewed periodically, so that a lost manager is noticed.</summary>
    private static readonly TimeSpan WaitTurn = TimeSpan.FromMinutes(1);

    /// <summary>Starts a process. Returns as soon as the exec has succeeded.</summary>
    /// <param name="spec">What to start.</param>
    /// <param name="key">Its key; null generates one.</param>
    /// <param name="cancellationToken">Cancels the start: the process is killed, and this throws once its set is empty.
    /// If that cannot be verified within <see cref="ClientOptions.AskTimeout" />, it throws a
    /// <see cref="TimeoutException" />, and the process is killed as soon as its start is answered.</param>
    /// <exception cref="CommandRejectedException">SpawnFailed (see <see cref="CommandRejectedException.SpawnError" />),
    /// InvalidSpec, AlreadyExists, Overloaded or ShuttingDown.</exception>
    /// <exception cref="TimeoutException">The manager did not reply. The process is killed if it starts
    /// later.</exception>
    public Task<ProcessStarted> StartAsync(
        ProcessSpec spec,
        ProcessKey? key = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(spec);
        var start = new StartProcess(spec, key, RequestId.New());
        return StartAsync(start, start, cancellationToken);
    }

    /// <summary>Starts a process with an activity callback.</summary>
    /// <param name="spec">What to start.</param>
    /// <param name="callback">The callback, called at each heartbeat check. The latest of it and the spec's sources
    /// counts.</param>
    /// <param name="key">Its key; null generates one.</param>
    /// <param name="cancellationToken">As without a callback.</param>
    /// <inheritdoc cref="StartAsync(ProcessSpec, ProcessKey?, CancellationToken)" path="/exception" />
    /// <exception cref="InvalidOperationException">The manager is on another node, which cannot call a
    /// callback.</exception>
    public async Task<ProcessStarted> StartAsync(
        ProcessSpec spec,
        ActivityCallback callback,
        ProcessKey? key = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(callback);
        await _manager.FindLocalAsync("a callback", "call UpdateActivityAsync instead", cancellationToken);
        var start = new StartProcess(spec, key, RequestId.New());
        return await StartAsync(start, new StartProcessWithCallback(start, callback), cancellationToken);
    }

    /// <summary>
    /// Starts a process that this program owns. It is stopped when the result is disposed, when the actor system of
    /// this program ends, and when its node is lost.
    /// </summary>
    /// <param name="spec">What to start.</param>
    /// <param name="key">Its key; null generates one.</param>
    /// <param name="cancellationToken">Takes the start back: the process is stopped if it has started.</param>
    /// <exception cref="CommandRejectedException">
    /// SpawnFailed (see <see cref="CommandRejectedException.SpawnError" />), InvalidSpec, AlreadyExists, Overloaded or
    /// ShuttingDown.
    /// </exception>
    /// <exception cref="TimeoutException">
    /// The manager did not reply. The process is stopped if it has started.
    /// </exception>
    public async Task<OwnedProcess> StartOwnedAsync(
        ProcessSpec spec,
        ProcessKey? key = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(spec);
        var manager = await _manager.FindAsync(cancellationToken);
        var start = new StartProcess(spec, key, RequestId.New()) { OwnedBySender = true };
        var reply = new TaskCompletionSource<IStartReply>(TaskCreationOptions.RunContinuationsAsynchronously);
        var owner = ProcessWatch.SystemOf(manager).ActorOf(ProcessOwner.Props(manager, start, reply));
        try
        {
            await _manager.WaitAsync(
                reply.Task,
                waited => $"the {Name} did not answer {nameof(StartProcess)} within {waited}",
                cancellationToken
            );
            return await reply.Task is ProcessStarted started
                ? new OwnedProcess(this, owner, started)
                : throw ReplyException.Of(await reply.Task);
        }
        catch (Exception)
        {
            owner.Tell(PoisonPill.Instance);
            throw;
        }
    }

    /// <summary>Waits for the leader's exit. A past exit is returned at once.</summary>
    /// <param name="key">The process.</param>
    /// <param name="timeout">Null waits without a limit; zero checks at once.</param>
    /// <param name="cancellationToken">Ends the wait; the process continues.</param>
    /// <returns>How it ended; null when the time is up.</returns>
    /// <exception cref="CommandRejectedException">NotFound, or InvalidSpec for a timeout out of range; NotRunning when
    /// it outlived SIGKILL.</exception>
    /// <exception cref="ProcessLostException">The node's own handling of it failed.</exception>
    public async Task<ProcessExited?> WaitForExitAsync(
        ProcessKey key,
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default
    )
    {
        var since = _time.GetTimestamp();
        var left = timeout;
        while (true)
        {
            var isLast = left <= WaitTurn;
            var turn = isLast ? left!.Value : WaitTurn;
            var takes = turn > TimeSpan.Zero ? turn : TimeSpan.Zero;
            switch (await _manager.AskAsync<IWaitReply>(new WaitForExit(key, turn), cancellationToken, takes))
            {
                case ProcessExited exited:
                    return exited;
                case WaitTimedOut when isLast:
                    return null;
                case WaitTimedOut:
                    var waited = _time.GetElapsedTime(since);
                    left =
                        timeout > waited ? timeout - waited
                        : timeout is null ? null
                        : TimeSpan.Zero;
                    break;
                case ProcessLost lost:
                    throw new ProcessLostException(lost);
                case var other:
                    throw ReplyException.Of(other);
            }
        }
    }

    /// <summary>Waits until a process is ready by its spec's <see cref="ProcessSpec.ReadyWhen" />.</summary>
    /// <param name="key">The process.</param>
    /// <param name="timeout">Null waits for the spec's <see cref="ProcessSpec.ReadyTimeout" />; zero checks at
    /// once.</param>
    /// <param name="cancellationToken">Ends the wait; the process continues.</param>
    /// <returns>True when it is ready; false when the time is up, or it has ended before.</returns>
    /// <exception cref="CommandRejectedException">NotFound, InvalidSpec for a timeout out of range, or the rejection of
    /// a start that was under way.</exception>
    public async Task<bool> WaitForReadyAsync(
        ProcessKey key,
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default
    )
    {
        var wait = new WaitForReady(key, timeout);
        return await _manager.AskPatientlyAsync<IWaitReadyReply>(wait, new GetProcess(key), cancellationToken) switch
        {
            ProcessReady => true,
            ProcessNotReady => false,
            var other => throw ReplyException.Of(other),
        };
    }

    private async Task<ProcessStarted> StartAsync(
        StartProcess start,
        IManagerCommand command,
        CancellationToken cancellation
    )
    {
        var pending = await _manager.SendAsync<IStartReply>(command, cancellation);
        try
        {
            var reply = await _manager.ReplyAsync(pending, cancellation);
            pending.Dispose();
            return reply as ProcessStarted ?? throw ReplyException.Of(reply);
        }
        catch (OperationCanceledException)
        {
            await _manager.WaitAsync(
                TakeBackAsync(start, pending),
                waited =>
                    $"the start was cancelled, but the {Name} did not answer {nameof(StartProcess)} within {waited}; "
                    + "the process is killed when it does",
                CancellationToken.None
            );
            throw;
        }
        catch (TimeoutException)
        {
            _ = TakeBackAsync(start, pending);
            throw;
        }
    }

    /// <summary>
    /// Only the reply to the start says whether this call has started the process under that key, and may kill it. A
    /// process that its policy restarts belongs to this call in each incarnation.
    /// </summary>
    private async Task TakeBackAsync(StartProcess start, PendingReply<IStartReply> pending)
    {
        using (pending)
        {
            if (await pending.Answer is ProcessStarted started)
            {
                int? incarnation = start.Spec.Restart.Mode == RestartMode.Never ? started.Incarnation : null;
                await StopAsync(started.Key, force: true, incarnation: incarnation);
            }
        }
    }
}
