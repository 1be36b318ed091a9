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
    public static ServerState Initial { get; } = new();

    public ServerPhase Phase { get; init; } = ServerPhase.Opening;

    /// <summary>The calls without a reply, in the order of sending.</summary>
    public ImmutableList<FuzzCase> InFlight { get; init; } = [];

    /// <summary>Those among them whose timeout is over.</summary>
    public ImmutableHashSet<string> Overdue { get; init; } = [];

    /// <summary>Those among them whose reply can't come any more.</summary>
    public ImmutableHashSet<string> Lost { get; init; } = [];

    /// <summary>Nothing more is to be waited for.</summary>
    public bool IsOver => InFlight.TrueForAll(call => Overdue.Contains(call.CaseId) || Lost.Contains(call.CaseId));

    /// <summary>The calls that were answered before, the latest first.</summary>
    public ImmutableList<FuzzCase> Lately { get; init; } = [];

    /// <summary>A probe is out.</summary>
    public bool IsProbing { get; init; }

    /// <summary>An overdue call was answered while a probe was out that came after it.</summary>
    public bool AnsweredWhileProbing { get; init; }

    /// <summary>The leader has exited.</summary>
    public bool HasExited { get; init; }

    /// <summary>The server went by itself before it was stopped.</summary>
    public bool WentByItself { get; init; }

    /// <summary>How long the server had been open when it went.</summary>
    public TimeSpan Uptime { get; init; }
}
