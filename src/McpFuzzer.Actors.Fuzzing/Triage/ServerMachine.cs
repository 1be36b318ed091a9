using McpFuzzer.Actors.Fuzzing.Cases;

namespace McpFuzzer.Actors.Fuzzing.Triage;

/// <summary>
/// Decides the life of one server, from its start to its end. It reports what shows, and what was running at that time.
/// <see cref="TriageMachine" /> decides which call is to blame.
/// <code>
/// Opening  Opened ─────────────────────────────────────► Ready      OpenFailed ─► Closed
/// Ready    Assigned ───────────────────────────────────► Ready      the call goes out
/// Ready    TimedOut, Quiet ────────────────────────────► Ready      a probe goes out; what timed out is overdue
/// Ready    Probed: answered, or something came ────────► Ready      another probe, if it was not answered
/// Ready    Probed: nothing came for too long ──────────► Silent     late output still counts
/// Silent   Answered, Heard ────────────────────────────► Silent     it wakes up, once
/// Ready, Silent  Exited, StreamEnded, or a call is Lost ► Dying     the last replies come in
/// Dying    exited and all calls ended, LastWordsOver ──► Closing    by its ladder
/// any but Closed  CloseRequested ──────────────────────► Closing
/// Closing  Ended ──────────────────────────────────────► Closed     Died, Undone or nothing, then Closed is published
/// </code>
/// </summary>
/// <param name="silence">A server counts as silent only after this time without output.</param>
internal sealed class ServerMachine(TimeSpan silence)
{
    /// <summary>Returns the next state and the effects.</summary>
    public (ServerState State, IReadOnlyList<ServerEffect> Effects) Step(ServerState state, ServerInput input) =>
        (state.Phase, input) switch
        {
            (ServerPhase.Opening, ServerInput.Opened) => (
                state with
                {
                    Phase = ServerPhase.Ready,
                },
                ServerEnding.Publish(new ServerEvent.Opened())
            ),
            (ServerPhase.Opening, ServerInput.OpenFailed failed) => (
                state with
                {
                    Phase = ServerPhase.Closed,
                },
                ServerEnding.Publish(new ServerEvent.OpenFailed(failed.Message, failed.StderrTail))
            ),
            (ServerPhase.Ready, ServerInput.Assigned assigned) => (
                state with
                {
                    InFlight = state.InFlight.Add(assigned.Case),
                },
                [new ServerEffect.Call(assigned.Case)]
            ),
            (not ServerPhase.Closed, ServerInput.Assigned assigned) => (
                state,
                ServerEnding.Publish(new ServerEvent.Returned(assigned.Case) { TakesNoMore = true })
            ),
            (ServerPhase.Ready or ServerPhase.Silent or ServerPhase.Dying, ServerInput.Answered answered) => OnAnswered(
                state,
                answered
            ),
            (ServerPhase.Ready or ServerPhase.Silent or ServerPhase.Dying, ServerInput.TimedOut timedOut) => OnTimedOut(
                state,
                timedOut.Case
            ),
            (ServerPhase.Ready, ServerInput.Pending pending) when state.InFlight.Contains(pending.Case) => (
                state,
                ServerEnding.Publish(new ServerEvent.Pending(pending.Case))
            ),
            (ServerPhase.Ready, ServerInput.Quiet) when state is { IsProbing: false, InFlight.IsEmpty: false } => (
                state with
                {
                    IsProbing = true,
                },
                [new ServerEffect.Probe()]
            ),
            (ServerPhase.Ready or ServerPhase.Silent or ServerPhase.Dying, ServerInput.Unsent unsent) => OnUnsent(
                state,
                unsent.Case
            ),
            (ServerPhase.Ready or ServerPhase.Silent or ServerPhase.Dying, ServerInput.Lost lost) => ServerEnding.Lost(
                state,
                lost.Case
            ),
            (ServerPhase.Ready, ServerInput.Probed probed) => OnProbed(state, probed),
            (ServerPhase.Silent, ServerInput.Heard) => WakeUp(state, []),
            (
                ServerPhase.Opening
                    or ServerPhase.Ready
                    or ServerPhase.Silent
                    or ServerPhase.Dying,
                ServerInput.AnomalySeen seen
            ) => (
                state,
                ServerEnding.Publish(
                    new ServerEvent.Seen(seen.Candidate, seen.Named, ServerEnding.SceneOf(state, seen.Uptime))
                )
            ),
            (ServerPhase.Opening or ServerPhase.Ready or ServerPhase.Silent, ServerInput.AnomalyOfServer seen) => (
                state,
                ServerEnding.Publish(new ServerEvent.SeenOfServer(seen.Candidate))
            ),
            (ServerPhase.Ready or ServerPhase.Silent, ServerInput.StreamEnded) => ServerEnding.Die(
                state,
                TimeSpan.Zero
            ),
            (ServerPhase.Ready or ServerPhase.Silent, ServerInput.Exited exited) => ServerEnding.CloseWhenDead(
                ServerEnding.Die(state with { HasExited = true }, exited.Uptime)
            ),
            (ServerPhase.Dying, ServerInput.Exited exited) => ServerEnding.CloseWhenDead(
                (state with { HasExited = true, Uptime = exited.Uptime }, [])
            ),
            (ServerPhase.Dying, ServerInput.LastWordsOver) => ServerEnding.BeginClose(state, force: false),
            (ServerPhase.Ready or ServerPhase.Silent, ServerInput.GivenUp given) => OnGivenUp(state, given.Case),
            (
                ServerPhase.Opening
                    or ServerPhase.Ready
                    or ServerPhase.Silent
                    or ServerPhase.Dying,
                ServerInput.CloseRequested close
            ) => ServerEnding.BeginClose(state, close.Force),
            (ServerPhase.Closing, ServerInput.OpenFailed) => ServerEnding.Ended(
                state,
                new ServerEnd(Exit: null, Cause: null, "", ProvenGone: true)
            ),
            (ServerPhase.Closing, ServerInput.Ended ended) => ServerEnding.Ended(state, ended.End),
            _ => (state, []),
        };

    private static (ServerState, IReadOnlyList<ServerEffect>) OnAnswered(
        ServerState state,
        ServerInput.Answered answered
    )
    {
        if (!state.InFlight.Contains(answered.Case))
        {
            return (state, []);
        }

        var wasOverdue = state.Overdue.Contains(answered.Case.CaseId);
        var settled = state.WithReply(answered.Case) with
        {
            AnsweredWhileProbing = state.AnsweredWhileProbing || (state.IsProbing && wasOverdue),
        };
        var published = new ServerEvent.Settled(
            answered.Case,
            answered.Assessment.Outcome,
            answered.Elapsed,
            answered.Assessment.Candidates,
            wasOverdue
        )
        {
            Rejection = answered.Assessment.Rejection,
            Limit = answered.Assessment.Limit,
        };
        return state.Phase is ServerPhase.Silent
            ? WakeUp(settled, ServerEnding.Publish(published))
            : ServerEnding.CloseWhenDead((settled, ServerEnding.Publish(published)));
    }

    private static (ServerState, IReadOnlyList<ServerEffect>) WakeUp(
        ServerState state,
        IReadOnlyList<ServerEffect> effects
    ) =>
        state.HasWokenUp
            ? (state, effects)
            : (state with { HasWokenUp = true }, [.. effects, .. ServerEnding.Publish(new ServerEvent.WokeUp())]);

    private static (ServerState, IReadOnlyList<ServerEffect>) OnTimedOut(ServerState state, FuzzCase timedOut)
    {
        if (!state.InFlight.Contains(timedOut))
        {
            return (state, []);
        }

        var overdue = state with { Overdue = state.Overdue.Add(timedOut.CaseId) };
        var published = ServerEnding.Publish(new ServerEvent.Overdue(timedOut));
        return state.Phase is ServerPhase.Dying ? ServerEnding.CloseWhenDead((overdue, published))
            : state.IsProbing || state.Phase is ServerPhase.Silent ? (overdue, published)
            : (overdue with { IsProbing = true }, [.. published, new ServerEffect.Probe()]);
    }

    private static (ServerState, IReadOnlyList<ServerEffect>) OnUnsent(ServerState state, FuzzCase unsent) =>
        state.InFlight.Contains(unsent)
            ? ServerEnding.CloseWhenDead(
                (state.Without(unsent), ServerEnding.Publish(new ServerEvent.Returned(unsent)))
            )
            : (state, []);

    private static (ServerState, IReadOnlyList<ServerEffect>) OnGivenUp(ServerState state, FuzzCase given) =>
        state.InFlight.Contains(given) ? (state.Abandon(given), [new ServerEffect.Withdraw(given)]) : (state, []);

    private (ServerState, IReadOnlyList<ServerEffect>) OnProbed(ServerState state, ServerInput.Probed probed)
    {
        if (probed.ShowsLife)
        {
            var isSerial = state.AnsweredWhileProbing;
            return (
                state with
                {
                    IsProbing = false,
                    AnsweredWhileProbing = false,
                },
                isSerial ? ServerEnding.Publish(new ServerEvent.SerialSeen()) : []
            );
        }

        if (state.InFlight.IsEmpty)
        {
            return (state with { IsProbing = false }, []);
        }

        return probed.SilentFor < silence
            ? (state, [new ServerEffect.Probe()])
            : (
                state with
                {
                    Phase = ServerPhase.Silent,
                    IsProbing = false,
                },
                ServerEnding.Publish(new ServerEvent.Silent(ServerEnding.SceneOf(state, probed.Uptime)))
            );
    }
}
