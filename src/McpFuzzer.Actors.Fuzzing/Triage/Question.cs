using System.Collections.Immutable;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;

namespace McpFuzzer.Actors.Fuzzing.Triage;

/// <summary>What kind of proof a candidate needs.</summary>
internal enum QuestionKind
{
    /// <summary>A reply shows it, and names its call: one rerun confirms it.</summary>
    Reply,

    /// <summary>It is on the stream and names no call.</summary>
    Stream,

    /// <summary>The server ended, or closed its stdout.</summary>
    Death,

    /// <summary>Nothing came from the server any more.</summary>
    Silence,

    /// <summary>A call was answered late, or not within its timeout.</summary>
    Lateness,
}

/// <summary>A candidate that is not settled.</summary>
internal sealed record Question
{
    public required QuestionKind Kind { get; init; }

    /// <summary>What was seen first; of no tool but for <see cref="QuestionKind.Reply" />.</summary>
    public required Candidate Candidate { get; init; }

    /// <summary>Who may be to blame, the most likely first.</summary>
    public ImmutableList<FuzzCase> Suspects { get; init; } = [];

    /// <summary>The calls that led to it, in the order of sending.</summary>
    public ImmutableList<FuzzCase> Sequence { get; init; } = [];

    /// <summary>The calls without a reply then.</summary>
    public ImmutableList<FuzzCase> Unanswered { get; init; } = [];

    /// <summary>How long a server must be watched to see it.</summary>
    public TimeSpan Quiet { get; init; }

    /// <summary>The campaign waits for the answer under these numbers.</summary>
    public ImmutableList<int> Evidence { get; init; } = [];

    /// <summary>How often it was seen.</summary>
    public int Count { get; init; } = 1;

    /// <summary>No reply has come yet.</summary>
    public bool IsUnanswered { get; init; }

    /// <summary>The server that was silent answered a call after all.</summary>
    public bool HasWokenUp { get; init; }

    /// <summary>The reply that came after all, on the campaign's own server.</summary>
    public TimeSpan? LateReply { get; init; }

    /// <summary>What it is known by: two with the same key are one question.</summary>
    public FaultKey Key => FaultKey.Of(Kind, Candidate, Suspects);

    /// <summary>
    /// Whether the answer to this question is the answer to the other one, of the same key, as well. Another late call
    /// may be another matter, and so may another server's end or silence.
    /// </summary>
    public bool Answers(Question other) =>
        Kind switch
        {
            QuestionKind.Lateness => Suspects[0].CaseId == other.Suspects[0].CaseId,
            QuestionKind.Death or QuestionKind.Silence => false,
            _ => true,
        };

    /// <summary>This question, with what was seen again.</summary>
    public Question Join(Question again) =>
        this with
        {
            // A late call is seen again each time that a wait for it runs out.
            Count = Kind is QuestionKind.Lateness ? Count : Count + again.Count,
            Evidence = Evidence.AddRange(again.Evidence),
            IsUnanswered = IsUnanswered || again.IsUnanswered,
            LateReply = again.LateReply ?? LateReply,
        };
}

/// <summary>What a fault is known by.</summary>
/// <param name="Category">The category, or one name for everything about a late reply.</param>
/// <param name="Shape">The shape.</param>
/// <param name="Tool">The tool, where the fault names it.</param>
internal sealed record FaultKey(string Category, string Shape, string? Tool)
{
    private const string Late = "late";

    /// <summary>A server that writes to stdout by itself: all such text is one fault.</summary>
    public static FaultKey Noise { get; } = new(Categories.StdoutNoise, "any", null);

    /// <summary>The key of a question.</summary>
    public static FaultKey Of(QuestionKind kind, Candidate candidate, IReadOnlyList<FuzzCase> suspects) =>
        kind switch
        {
            QuestionKind.Reply => new FaultKey(candidate.Category, candidate.Shape, candidate.Tool),
            QuestionKind.Lateness => OfLateness(suspects[0].Tool),
            _ => new FaultKey(candidate.Category, candidate.Shape, null),
        };

    /// <summary>The key of everything that is late with one tool.</summary>
    public static FaultKey OfLateness(string tool) => new(Late, "", tool);
}
