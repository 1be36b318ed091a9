using McpFuzzer.Actors.Fuzzing.Cases;

namespace McpFuzzer.Actors.Fuzzing.Triage;

/// <summary>How the calls of an isolation run are sent.</summary>
internal enum RunMode
{
    /// <summary>No call at all: the same wait, to see whether the server shows it by itself.</summary>
    Control,

    /// <summary>One call, with nothing else in flight.</summary>
    Alone,

    /// <summary>One after the other, each with nothing else in flight.</summary>
    InTurn,

    /// <summary>All at once, in their order.</summary>
    Together,
}

/// <summary>One run on a fresh server.</summary>
/// <param name="Mode">How the calls are sent.</param>
/// <param name="Calls">The calls in their order; none for a control.</param>
/// <param name="Quiet">How long the server is watched after the last reply.</param>
internal sealed record RunScript(RunMode Mode, IReadOnlyList<FuzzCase> Calls, TimeSpan Quiet)
{
    private static readonly TimeSpan MuchLonger = TimeSpan.FromSeconds(2);

    /// <summary>It may wait as long as a lost reply is waited for.</summary>
    public bool MayTakeLong { get; init; }

    public static RunScript Control(TimeSpan quiet) => new(RunMode.Control, [], quiet);

    public static RunScript Alone(FuzzCase call, TimeSpan quiet) => new(RunMode.Alone, [call], quiet);

    /// <summary>Whether the call is one of this script's.</summary>
    public bool Contains(FuzzCase call) => Calls.Any(own => own.CaseId == call.CaseId);

    /// <summary>Whether a run of this script also answers what a run of the other one would.</summary>
    public bool Covers(RunScript other) =>
        Mode == other.Mode
        && Quiet >= other.Quiet
        && Calls.Count == other.Calls.Count
        && Calls.Zip(other.Calls).All(pair => pair.First.CaseId == pair.Second.CaseId);

    /// <summary>
    /// Whether a run of this script, once started, makes the other one needless: it ends about as soon.
    /// </summary>
    public bool StandsIn(RunScript other) =>
        Covers(other) && Quiet - other.Quiet <= (other.Quiet > MuchLonger ? other.Quiet : MuchLonger);
}
