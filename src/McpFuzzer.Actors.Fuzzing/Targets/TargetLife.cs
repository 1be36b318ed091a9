using Akka.Actor;
using Akka.Event;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Fuzzing.Triage;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Targets;

/// <summary>
/// The life of one target: opens its session, closes it, and asks the manager to prove that its set is empty. Used only
/// by its actor, which receives the results.
/// </summary>
/// <param name="number">The server's number.</param>
/// <param name="assignment">The target, and how to open it.</param>
/// <param name="actor">Receives what happens.</param>
/// <param name="log">The actor's log.</param>
internal sealed class TargetLife(int number, TargetAssignment assignment, IActorRef actor, ILoggingAdapter log)
    : IDisposable
{
    private readonly CancellationTokenSource _opening = new();
    private readonly StreamGate _gate = new(actor);
    private long _opened = assignment.Time.GetTimestamp();
    private IMcpSession? _session;
    private SessionTasks? _tasks;
    private ProcessExited? _exited;
    private bool _isEnding;

    /// <summary>Whether there is a session, open or ended.</summary>
    public bool HasSession => _session is not null;

    /// <summary>The session.</summary>
    public IMcpSession Session => _session ?? throw new InvalidOperationException("the session is not open yet");

    /// <summary>The asynchronous work of the session.</summary>
    public SessionTasks Tasks => _tasks ?? throw new InvalidOperationException("the session is not open yet");

    /// <summary>How long the target has written nothing.</summary>
    public TimeSpan SilentFor => assignment.Time.GetElapsedTime(Session.LastHeard);

    /// <summary>How long its session has been open, or how long it has been starting.</summary>
    public TimeSpan Uptime => assignment.Time.GetElapsedTime(_opened);

    /// <summary>Starts the target; the actor receives <see cref="Connected"/>.</summary>
    public void Open() =>
        _ = assignment
            .Services.Connector.ConnectAsync(
                assignment.Target,
                assignment.Spec.StartTimeout,
                _gate,
                assignment.Revision,
                _opening.Token
            )
            .PipeTo(
                actor,
                success: result => new Connected(result),
                failure: failure =>
                    failure is OperationCanceledException
                        ? new Connected(null)
                        : new SessionTasks.Faulted("the connector", failure)
            );

    /// <summary>The target has answered the handshake.</summary>
    public void Begin(IMcpSession session)
    {
        _session = session;
        _tasks = new SessionTasks(number, session, actor);
        _opened = assignment.Time.GetTimestamp();
    }

    /// <summary>Records that an anomaly of its stream was handled.</summary>
    public void Release() => _gate.Release();

    /// <summary>Records its exit, if it is known.</summary>
    public void NoteExit(SessionTasks.ExitSeen seen) => _exited = seen.Reply as ProcessExited;

    /// <summary>
    /// Closes the session, or cancels its opening. For a session the actor receives <see cref="SessionTasks.Closed"/>.
    /// </summary>
    public void End(bool force)
    {
        if (_session is null)
        {
            _opening.Cancel();
            return;
        }

        if (_gate.LeftOut is > 0 and var leftOut)
        {
            log.Warning(
                "{Count} stream anomalies of {ProcessKey} came too fast and were left out",
                leftOut,
                Session.Key
            );
        }

        _isEnding = true;
        Tasks.End(force);
    }

    /// <summary>Asks the manager to prove that the process set is empty.</summary>
    public void AskForProof() =>
        assignment.Services.Manager.Tell(new StopProcess(Session.Key, Session.Incarnation), actor);

    /// <summary>Returns the end that the manager's reply proves; null for a reply about another process.</summary>
    public ServerEnd? EndBy(IStopReply proof)
    {
        var end = TargetProof.Of(proof, Session, _exited, assignment.Text);
        if (end is { ProvenGone: false })
        {
            log.Error("{ProcessKey} is not proven gone: {Reply}", Session.Key, proof.GetType().Name);
        }

        return end;
    }

    /// <summary>Returns the end of a target without a proof.</summary>
    public ServerEnd EndWithoutProof() => TargetProof.Missing(_exited, assignment.Text);

    /// <summary>Ends what its stopped actor could not end.</summary>
    public void Dispose()
    {
        _opening.Cancel();
        _opening.Dispose();
        if (_session is { } session && !_isEnding)
        {
            _ = DisposeAsync(session);
        }
    }

    private async Task DisposeAsync(IMcpSession session)
    {
        try
        {
            await session.DisposeAsync();
        }
        catch (Exception failure)
        {
            log.Error(failure, "Closing the session of {ProcessKey} failed", session.Key);
        }
    }

    /// <summary>The result of the opening; null when it was cancelled, which leaves no process.</summary>
    internal sealed record Connected(ConnectResult? Result) : INoSerializationVerificationNeeded;
}
