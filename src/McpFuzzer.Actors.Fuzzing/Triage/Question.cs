using System.Collections.Immutable;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;

namespace McpFuzzer.Actors.Fuzzing.Triage;

/// <summary>The kind of proof that a candidate needs.</summary>
internal enum QuestionKind
{
    /// <summary>A reply shows it and names its call. One rerun confirms it.</summary>
    Reply,

    /// <summary>An anomaly of the stream that names no call.</summary>
    Stream,

    /// <summary>The server exited, or closed its stdout.</summary>
    Death,

    /// <summary>The server fell silent.</summary>
    Silence,

    /// <summary>A call was answered late, or not within its timeout.</summary>
    Lateness,
}

/// <summary>A candidate without a decision.</summary>
internal sealed record Question
{
    public required QuestionKind Kind { get; init; }

    /// <summary>The first candidate seen; without a tool except for <see cref="QuestionKind.Reply" />.</summary>
    public required Candidate Candidate { get; init; }

    /// <summary>The calls that may be to blame, the most likely first.</summary>
    public ImmutableList<FuzzCase> Suspects { get; init; } = [];

    /// <summary>The calls before it, in the order of sending.</summary>
    public ImmutableList<FuzzCase> Sequence { get; init; } = [];

    /// <summary>The calls without a reply at that time.</summary>
    public ImmutableList<FuzzCase> Unanswered { get; init; } = [];

    /// <summary>How long a run must watch the server to see it.</summary>
    public TimeSpan Quiet { get; init; }

    /// <summary>The numbers of evidence under which the campaign waits for the decision.</summary>
    public ImmutableList<int> Evidence { get; init; } = [];

    /// <summary>The number of sightings.</summary>
    public int Count { get; init; } = 1;

    /// <summary>The reply is still missing.</summary>
    public bool IsUnanswered { get; init; }

    /// <summary>The silent server answered a call after all.</summary>
    public bool HasWokenUp { get; init; }

    /// <summary>The time of a late reply on the campaign's own server.</summary>
    public TimeSpan? LateReply { get; init; }

    /// <summary>Its identity: two with the same key are one question.</summary>
    public FaultKey Key => FaultKey.Of(Kind, Candidate, Suspects);

    /// <summary>
    /// Returns whether the decision of this question also decides another one with the same key. Another late call,
    /// exit or silence may have another reason.
    /// </summary>
    public bool Answers(Question other) =>
        Kind switch
        {
            QuestionKind.Lateness => Suspects[0].CaseId == other.Suspects[0].CaseId,
            QuestionKind.Death or QuestionKind.Silence => false,
            _ => true,
        };

    /// <summary>Returns this question with another sighting added.</summary>
    public Question Join(Question again) =>
        this with
        {
            // A late call is seen again each time a wait for it times out.
            Count = Kind is QuestionKind.Lateness ? Count : Count + again.Count,
            Evidence = Evidence.AddRange(again.Evidence),
            IsUnanswered = IsUnanswered || again.IsUnanswered,
            LateReply = again.LateReply ?? LateReply,
        };
}

/// <summary>The identity of a fault.</summary>
/// <param name="Category">The category, or one name for all lateness.</param>
/// <param name="Shape">The shape.</param>
/// <param name="Tool">The tool, if the fault names it.</param>
internal sealed record FaultKey(string Category, string Shape, string? Tool)
{
    private const string Late = "late";

    /// <summary>Text that a server writes to stdout by itself is one fault.</summary>
    public static FaultKey Noise { get; } = new(Categories.StdoutNoise, "any", null);

    /// <summary>Returns the key of a question.</summary>
    public static FaultKey Of(QuestionKind kind, Candidate candidate, IReadOnlyList<FuzzCase> suspects) =>
        kind switch
        {
            QuestionKind.Reply => new FaultKey(candidate.Category, candidate.Shape, candidate.Tool),
            QuestionKind.Lateness => OfLateness(suspects[0].Tool),
            _ => new FaultKey(candidate.Category, candidate.Shape, null),
        };

    /// <summary>Returns the key of all lateness of one tool.</summary>
    public static FaultKey OfLateness(string tool) => new(Late, "", tool);
}
