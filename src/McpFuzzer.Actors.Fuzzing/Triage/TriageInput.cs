using Akka.Actor;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;

namespace McpFuzzer.Actors.Fuzzing.Triage;

/// <summary>
/// The messages that triage reacts to. An evidence number identifies the cases of the campaign that wait for the
/// answer.
/// </summary>
internal abstract record TriageInput : INoSerializationVerificationNeeded
{
    private TriageInput() { }

    /// <summary>Ordinary calls, one of each of a few tools.</summary>
    internal sealed record Samples(IReadOnlyList<FuzzCase> Calls) : TriageInput;

    /// <summary>A reply, or an id on the stream, names its call.</summary>
    internal sealed record Named(Candidate Candidate, FuzzCase Call) : TriageInput;

    /// <summary>Something on the stream that names no call.</summary>
    internal sealed record OnStream(Candidate Candidate, Scene Scene) : TriageInput;

    /// <summary>Something that the server shows without any call, and that needs no proof.</summary>
    internal sealed record OfServer(Candidate Candidate) : TriageInput;

    /// <summary>A call was answered late, or is not answered yet.</summary>
    /// <param name="Call">The call.</param>
    /// <param name="Elapsed">Until its reply; null while there is none.</param>
    internal sealed record Late(FuzzCase Call, TimeSpan? Elapsed) : TriageInput;

    /// <summary>A call has no reply within its timeout.</summary>
    internal sealed record Overdue(int Evidence, FuzzCase Call) : TriageInput;

    /// <summary>An overdue call was answered after all.</summary>
    internal sealed record AnsweredAfterAll(FuzzCase Call, TimeSpan Elapsed) : TriageInput;

    /// <summary>Nothing comes from a server any more.</summary>
    internal sealed record Silent(int Evidence, TimeSpan After, Scene Scene) : TriageInput;

    /// <summary>A server that was silent answered a call after all.</summary>
    internal sealed record WokeUp(int Evidence) : TriageInput;

    /// <summary>A server ended by itself, or closed its stdout.</summary>
    internal sealed record Died(int Evidence, Candidate Candidate, Scene Scene) : TriageInput;

    /// <summary>An isolation run is over.</summary>
    internal sealed record RunEnded(int Run, Observation Observation) : TriageInput;

    /// <summary>The campaign has nothing more to tell.</summary>
    /// <param name="Cut">No more runs are started; what is open stays without proof.</param>
    internal sealed record Conclude(bool Cut) : TriageInput;
}
