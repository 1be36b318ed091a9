using System.Collections.Immutable;
using McpFuzzer.Actors.Fuzzing.Cases;

namespace McpFuzzer.Actors.Fuzzing.Triage;

/// <summary>The phases of a server's life.</summary>
internal enum ServerPhase
{
    /// <summary>It is starting, and the handshake is under way.</summary>
    Opening,

    /// <summary>It takes calls.</summary>
    Ready,

    /// <summary>It writes nothing. Late replies still count.</summary>
    Silent,

    /// <summary>It has exited, or closed its stdout. Its last replies may still arrive.</summary>
    Dying,

    /// <summary>It is being stopped.</summary>
    Closing,

    /// <summary>It is gone, as far as could be proven.</summary>
    Closed,
}

/// <summary>The state of one server.</summary>
internal sealed record ServerState
{
    /// <summary>The number of answered calls that are kept, since the effect of a call may show later.</summary>
    public const int LatelyKept = 64;

    public static ServerState Initial { get; } = new();

    public ServerPhase Phase { get; init; } = ServerPhase.Opening;

    /// <summary>The calls without a reply, in the order of sending.</summary>
    public ImmutableList<FuzzCase> InFlight { get; init; } = [];

    /// <summary>Calls among them whose timeout is over.</summary>
    public ImmutableHashSet<string> Overdue { get; init; } = [];

    /// <summary>Calls among them whose reply cannot arrive any more.</summary>
    public ImmutableHashSet<string> Lost { get; init; } = [];

    /// <summary>Calls that were given up, while the server may still be working on them.</summary>
    public ImmutableList<AbandonedCall> Abandoned { get; init; } = [];

    /// <summary>There is nothing left to wait for.</summary>
    public bool IsOver => InFlight.TrueForAll(call => Overdue.Contains(call.CaseId) || Lost.Contains(call.CaseId));

    /// <summary>The last answered calls, the latest first.</summary>
    public ImmutableList<FuzzCase> Lately { get; init; } = [];

    /// <summary>A probe is in flight.</summary>
    public bool IsProbing { get; init; }

    /// <summary>An overdue call was answered before a later probe.</summary>
    public bool AnsweredWhileProbing { get; init; }

    /// <summary>It wrote something after it had fallen silent.</summary>
    public bool HasWokenUp { get; init; }

    /// <summary>The leader has exited.</summary>
    public bool HasExited { get; init; }

    /// <summary>The server exited by itself before it was stopped.</summary>
    public bool WentByItself { get; init; }

    /// <summary>How long the server had been open when it exited.</summary>
    public TimeSpan Uptime { get; init; }

    /// <summary>Returns the state without a completed call.</summary>
    public ServerState Without(FuzzCase ended) =>
        this with
        {
            InFlight = InFlight.Remove(ended),
            Overdue = Overdue.Remove(ended.CaseId),
        };

    /// <summary>Returns the state without an answered call, which is kept among the last answered ones.</summary>
    public ServerState WithReply(FuzzCase answered) =>
        Without(answered) with
        {
            Lately = Remember(answered),
            Abandoned = Abandoned.RemoveAll(call => !call.Before.Contains(answered.CaseId)),
        };

    /// <summary>Returns the state without a call that is given up.</summary>
    public ServerState Abandon(FuzzCase given) =>
        Without(given) with
        {
            Abandoned = Abandoned.Add(
                new AbandonedCall(given, [.. InFlight.TakeWhile(call => call != given).Select(call => call.CaseId)])
            ),
        };

    private ImmutableList<FuzzCase> Remember(FuzzCase answered)
    {
        var remembered = Lately.Insert(0, answered);
        return remembered.Count > LatelyKept ? remembered.RemoveAt(LatelyKept) : remembered;
    }
}

/// <summary>A call that was given up.</summary>
/// <param name="Case">The call.</param>
/// <param name="Before">The calls that were sent before it. Once a later call is answered, the server has completed
/// this one, or handles calls in parallel.</param>
internal sealed record AbandonedCall(FuzzCase Case, ImmutableHashSet<string> Before);
