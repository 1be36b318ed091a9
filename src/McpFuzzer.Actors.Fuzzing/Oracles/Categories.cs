using McpFuzzer.Actors.Contracts.Campaigns;

namespace McpFuzzer.Actors.Fuzzing.Oracles;

/// <summary>The categories of findings, with their severity and their kind of evidence.</summary>
internal static class Categories
{
    public const string Crash = "crash";
    public const string ServerStuck = "server-stuck";
    public const string ReplyLost = "reply-lost";
    public const string WrongId = "wrong-id";
    public const string WrongIdType = "wrong-id-type";
    public const string DuplicateReply = "duplicate-reply";
    public const string InvalidJson = "invalid-json";
    public const string InvalidJsonRpc = "invalid-json-rpc";
    public const string ResultSchema = "result-schema";
    public const string OutputSchema = "output-schema";
    public const string StdoutNoise = "stdout-noise";
    public const string OversizedReply = "oversized-reply";
    public const string ReplyToNotification = "reply-to-notification";
    public const string ProtocolBreach = "protocol-breach";
    public const string InternalError = "internal-error";
    public const string AcceptedInvalid = "accepted-invalid";
    public const string ReplySlow = "reply-slow";

    private static readonly Dictionary<string, (Severity Severity, EvidenceKind Evidence)> Known = new(
        StringComparer.Ordinal
    )
    {
        [Crash] = (Severity.High, EvidenceKind.Life),
        [ServerStuck] = (Severity.High, EvidenceKind.Life),
        [ReplyLost] = (Severity.High, EvidenceKind.Time),
        [WrongId] = (Severity.High, EvidenceKind.Stream),
        [WrongIdType] = (Severity.High, EvidenceKind.Stream),
        [DuplicateReply] = (Severity.High, EvidenceKind.Stream),
        [InvalidJson] = (Severity.Medium, EvidenceKind.Stream),
        [InvalidJsonRpc] = (Severity.Medium, EvidenceKind.Stream),
        [ResultSchema] = (Severity.Medium, EvidenceKind.Reply),
        [OutputSchema] = (Severity.Medium, EvidenceKind.Reply),
        [StdoutNoise] = (Severity.Medium, EvidenceKind.Stream),
        [OversizedReply] = (Severity.Medium, EvidenceKind.Stream),
        [ReplyToNotification] = (Severity.Medium, EvidenceKind.Stream),
        [ProtocolBreach] = (Severity.Medium, EvidenceKind.Reply),
        [InternalError] = (Severity.Low, EvidenceKind.Reply),
        [AcceptedInvalid] = (Severity.Low, EvidenceKind.Reply),
        [ReplySlow] = (Severity.Low, EvidenceKind.Time),
    };

    /// <summary>All categories, in no order.</summary>
    public static IReadOnlyCollection<string> All => Known.Keys;

    /// <summary>Returns the severity of a category.</summary>
    public static Severity SeverityOf(string category) => Known[category].Severity;

    /// <summary>
    /// Returns the evidence of a category, unless the candidate says otherwise: a line that names a request by its id
    /// counts as a reply.
    /// </summary>
    public static EvidenceKind EvidenceOf(string category) => Known[category].Evidence;
}
