using McpFuzzer.Actors.Fuzzing.Cases;

namespace McpFuzzer.Actors.Fuzzing.Triage;

/// <summary>How an isolation run sends its calls.</summary>
internal enum RunMode
{
    /// <summary>No call: the same wait, to see whether the server shows it by itself.</summary>
    Control,

    /// <summary>One call, with nothing else in flight.</summary>
    Alone,

    /// <summary>One after the other, each alone.</summary>
    InTurn,

    /// <summary>All at once, in order.</summary>
    Together,
}

/// <summary>One run on a fresh server.</summary>
/// <param name="Mode">How the calls are sent.</param>
/// <param name="Calls">The calls in order; empty for a control.</param>
/// <param name="Quiet">How long the run watches the server after the last reply.</param>
internal sealed record RunScript(RunMode Mode, IReadOnlyList<FuzzCase> Calls, TimeSpan Quiet)
{
    private static readonly TimeSpan MuchLonger = TimeSpan.FromSeconds(2);

    /// <summary>Whether it may take as long as a lost reply.</summary>
    public bool MayTakeLong { get; init; }

    public static RunScript Control(TimeSpan quiet) => new(RunMode.Control, [], quiet);

    public static RunScript Alone(FuzzCase call, TimeSpan quiet) => new(RunMode.Alone, [call], quiet);

    /// <summary>Returns whether the script holds a call.</summary>
    public bool Contains(FuzzCase call) => Calls.Any(own => own.CaseId == call.CaseId);

    /// <summary>Returns whether a run of this script also answers what a run of another one would.</summary>
    public bool Covers(RunScript other) =>
        Mode == other.Mode
        && Quiet >= other.Quiet
        && Calls.Count == other.Calls.Count
        && Calls.Zip(other.Calls).All(pair => pair.First.CaseId == pair.Second.CaseId);

    /// <summary>
    /// Returns whether a running run of this script makes another one unnecessary, since it ends about as soon.
    /// </summary>
    public bool StandsIn(RunScript other) =>
        Covers(other) && Quiet - other.Quiet <= (other.Quiet > MuchLonger ? other.Quiet : MuchLonger);
}
