using System.Collections.Immutable;
using McpFuzzer.Actors.Fuzzing.Cases;

namespace McpFuzzer.Actors.Fuzzing.Triage;

/// <summary>The phases of a server's life.</summary>
internal enum ServerPhase
{
    /// <summary>It is started, and the handshake is under way.</summary>
    Opening,

    /// <summary>It takes calls.</summary>
    Ready,

    /// <summary>Nothing comes from it; late replies are still listened for.</summary>
    Silent,

    /// <summary>It has exited, or closed its stdout; its last replies come in.</summary>
    Dying,

    /// <summary>It is being stopped.</summary>
    Closing,

    /// <summary>It is gone, as far as that could be proven.</summary>
    Closed,
}

/// <summary>One server, as far as its decisions need it.</summary>
internal sealed record ServerState
{
    /// <summary>So many answered calls are remembered: what a call sets off may show later.</summary>
    public const int LatelyKept = 64;

    public static ServerState Initial { get; } = new();

    public ServerPhase Phase { get; init; } = ServerPhase.Opening;

    /// <summary>The calls without a reply, in the order of sending.</summary>
    public ImmutableList<FuzzCase> InFlight { get; init; } = [];

    /// <summary>Those among them whose timeout is over.</summary>
    public ImmutableHashSet<string> Overdue { get; init; } = [];

    /// <summary>Those among them whose reply can't come any more.</summary>
    public ImmutableHashSet<string> Lost { get; init; } = [];

    /// <summary>The calls that were given up, as long as the server may still be working on them.</summary>
    public ImmutableList<AbandonedCall> Abandoned { get; init; } = [];

    /// <summary>Nothing more is to be waited for.</summary>
    public bool IsOver => InFlight.TrueForAll(call => Overdue.Contains(call.CaseId) || Lost.Contains(call.CaseId));

    /// <summary>The calls that were answered before, the latest first.</summary>
    public ImmutableList<FuzzCase> Lately { get; init; } = [];

    /// <summary>A probe is out.</summary>
    public bool IsProbing { get; init; }

    /// <summary>An overdue call was answered while a probe was out that came after it.</summary>
    public bool AnsweredWhileProbing { get; init; }

    /// <summary>Something came from it after it had fallen silent.</summary>
    public bool HasWokenUp { get; init; }

    /// <summary>The leader has exited.</summary>
    public bool HasExited { get; init; }

    /// <summary>The server went by itself before it was stopped.</summary>
    public bool WentByItself { get; init; }

    /// <summary>How long the server had been open when it went.</summary>
    public TimeSpan Uptime { get; init; }

    /// <summary>Without a call that has ended.</summary>
    public ServerState Without(FuzzCase ended) =>
        this with
        {
            InFlight = InFlight.Remove(ended),
            Overdue = Overdue.Remove(ended.CaseId),
        };

    /// <summary>Without a call that has its reply, which is remembered.</summary>
    public ServerState WithReply(FuzzCase answered) =>
        Without(answered) with
        {
            Lately = Remember(answered),
            Abandoned = Abandoned.RemoveAll(call => !call.Before.Contains(answered.CaseId)),
        };

    /// <summary>Without a call that is waited for no longer.</summary>
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
/// <param name="Before">
/// The calls that were sent before it: once a later one is answered, the server is through with it, or works on it
/// beside others.
/// </param>
internal sealed record AbandonedCall(FuzzCase Case, ImmutableHashSet<string> Before);
