using Akka.Actor;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;

namespace McpFuzzer.Actors.Fuzzing.Triage;

/// <summary>
/// The inputs of triage. An evidence number identifies the cases of the campaign that wait for the decision.
/// </summary>
internal abstract record TriageInput : INoSerializationVerificationNeeded
{
    private TriageInput() { }

    /// <summary>Ordinary calls, one of each of a few tools.</summary>
    internal sealed record Samples(IReadOnlyList<FuzzCase> Calls) : TriageInput;

    /// <summary>A reply, or an id on the stream, names its call.</summary>
    internal sealed record Named(Candidate Candidate, FuzzCase Call) : TriageInput;

    /// <summary>An anomaly of the stream that names no call.</summary>
    internal sealed record OnStream(Candidate Candidate, Scene Scene) : TriageInput;

    /// <summary>A candidate that the server shows without a call, and that needs no proof.</summary>
    internal sealed record OfServer(Candidate Candidate) : TriageInput;

    /// <summary>A call was answered late, or is not answered yet.</summary>
    /// <param name="Call">The call.</param>
    /// <param name="Elapsed">The time until its reply; null while there is none.</param>
    internal sealed record Late(FuzzCase Call, TimeSpan? Elapsed) : TriageInput;

    /// <summary>A call has no reply within its timeout.</summary>
    internal sealed record Overdue(int Evidence, FuzzCase Call) : TriageInput;

    /// <summary>An overdue call was answered after all.</summary>
    internal sealed record AnsweredAfterAll(FuzzCase Call, TimeSpan Elapsed) : TriageInput;

    /// <summary>A server has fallen silent.</summary>
    internal sealed record Silent(int Evidence, TimeSpan After, Scene Scene) : TriageInput;

    /// <summary>A silent server wrote something after all.</summary>
    internal sealed record WokeUp(int Evidence) : TriageInput;

    /// <summary>A server exited by itself, or closed its stdout.</summary>
    internal sealed record Died(int Evidence, Candidate Candidate, Scene Scene) : TriageInput;

    /// <summary>An isolation run is over.</summary>
    internal sealed record RunEnded(int Run, Observation Observation) : TriageInput;

    /// <summary>The campaign has no more evidence.</summary>
    /// <param name="Cut">True when no more runs may start; open questions stay without proof.</param>
    internal sealed record Conclude(bool Cut) : TriageInput;
}
