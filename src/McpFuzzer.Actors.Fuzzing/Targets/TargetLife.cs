using Akka.Actor;
using Akka.Event;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Fuzzing.Triage;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Targets;

/// <summary>
/// The life of one target: opens its session, ends it, and asks the manager to prove that nothing is left. The
/// actor, which alone uses this, receives the results.
/// </summary>
/// <param name="number">The server's number.</param>
/// <param name="assignment">The target, and what it is opened with.</param>
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

    /// <summary>What takes its time at the session.</summary>
    public SessionTasks Tasks => _tasks ?? throw new InvalidOperationException("the session is not open yet");

    /// <summary>How long the target has written nothing.</summary>
    public TimeSpan SilentFor => assignment.Time.GetElapsedTime(Session.LastHeard);

    /// <summary>How long its session has been open; before that, how long it has been starting.</summary>
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

    /// <summary>An anomaly of its stream has been dealt with.</summary>
    public void Release() => _gate.Release();

    /// <summary>How it exited, if that is known.</summary>
    public void NoteExit(SessionTasks.ExitSeen seen) => _exited = seen.Reply as ProcessExited;

    /// <summary>
    /// Ends the session, or its opening. For a session the actor receives <see cref="SessionTasks.Closed"/>.
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

    /// <summary>Asks the manager to prove that nothing is left.</summary>
    public void AskForProof() =>
        assignment.Services.Manager.Tell(new StopProcess(Session.Key, Session.Incarnation), actor);

    /// <summary>The end that the manager's answer proves; null for an answer about another process.</summary>
    public ServerEnd? EndBy(IStopReply proof)
    {
        var end = TargetProof.Of(proof, Session, _exited, assignment.Text);
        if (end is { ProvenGone: false })
        {
            log.Error("{ProcessKey} is not proven gone: {Reply}", Session.Key, proof.GetType().Name);
        }

        return end;
    }

    /// <summary>The end of a target for which no proof came.</summary>
    public ServerEnd EndWithoutProof() => TargetProof.Missing(_exited, assignment.Text);

    /// <summary>Ends what its actor, which was stopped, could not.</summary>
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

    /// <summary>How the opening came out; null when it was cancelled, which leaves nothing.</summary>
    internal sealed record Connected(ConnectResult? Result) : INoSerializationVerificationNeeded;
}
