using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;

namespace McpFuzzer.Actors.Fuzzing.Triage;

/// <summary>The end of one server: its exit, its close, and the evidence of its end.</summary>
internal static class ServerEnding
{
    public static (ServerState, IReadOnlyList<ServerEffect>) Lost(ServerState state, FuzzCase lost)
    {
        var without = state with { Lost = state.Lost.Add(lost.CaseId) };
        return state.Phase is ServerPhase.Dying ? CloseWhenDead((without, [])) : Die(without, TimeSpan.Zero);
    }

    public static (ServerState, IReadOnlyList<ServerEffect>) Die(ServerState state, TimeSpan uptime) =>
        (
            state with
            {
                Phase = ServerPhase.Dying,
                WentByItself = true,
                Uptime = uptime,
            },
            [new ServerEffect.AwaitLastWords()]
        );

    public static (ServerState, IReadOnlyList<ServerEffect>) CloseWhenDead(
        (ServerState State, IReadOnlyList<ServerEffect> Effects) step
    )
    {
        var (state, effects) = step;
        if (state is not { Phase: ServerPhase.Dying, HasExited: true, IsOver: true })
        {
            return step;
        }

        var (closing, close) = BeginClose(state, force: false);
        return (closing, [.. effects, .. close]);
    }

    public static (ServerState, IReadOnlyList<ServerEffect>) BeginClose(ServerState state, bool force) =>
        (state with { Phase = ServerPhase.Closing }, [new ServerEffect.Close(force)]);

    public static (ServerState, IReadOnlyList<ServerEffect>) Ended(ServerState state, ServerEnd end)
    {
        ServerEvent? why = (state.WentByItself, end) switch
        {
            (true, { Cause: ExitCause.Exited, Exit: { } exit }) => new ServerEvent.Died(
                Candidates.Crash(null, exit, end.StderrTail),
                SceneOf(state, state.Uptime)
            ),
            (true, { Cause: ExitCause.Requested }) => new ServerEvent.Died(
                Candidates.StdoutClosed(null, end.StderrTail),
                SceneOf(state, state.Uptime)
            ),
            (true, _) => new ServerEvent.Undone(
                end.Cause?.ToString() ?? "cause unknown",
                end.StderrTail,
                state.InFlight
            ),
            _ => null,
        };
        IReadOnlyList<FuzzCase> unanswered = why is null ? state.InFlight : [];
        var closed = new ServerEvent.Closed(unanswered, end.StderrTail, end.ProvenGone);
        return (
            state with
            {
                Phase = ServerPhase.Closed,
                InFlight = [],
                Overdue = [],
                Lost = [],
                Abandoned = [],
            },
            why is null ? Publish(closed) : [.. Publish(why), .. Publish(closed)]
        );
    }

    public static Scene SceneOf(ServerState state, TimeSpan uptime) =>
        new(
            [
                .. state.Abandoned.Select(call => call.Case).Where(call => !state.InFlight.Contains(call)),
                .. state.InFlight,
            ],
            state.Lately,
            uptime
        );

    public static IReadOnlyList<ServerEffect> Publish(ServerEvent published) => [new ServerEffect.Publish(published)];
}
