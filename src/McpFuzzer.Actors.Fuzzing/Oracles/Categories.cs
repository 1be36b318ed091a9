using McpFuzzer.Actors.Contracts.Campaigns;

namespace McpFuzzer.Actors.Fuzzing.Oracles;

/// <summary>The categories of findings and how much each matters.</summary>
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
    public const string InternalError = "internal-error";
    public const string AcceptedInvalid = "accepted-invalid";
    public const string ReplySlow = "reply-slow";

    private static readonly Dictionary<string, Severity> Severities = new(StringComparer.Ordinal)
    {
        [Crash] = Severity.High,
        [ServerStuck] = Severity.High,
        [ReplyLost] = Severity.High,
        [WrongId] = Severity.High,
        [WrongIdType] = Severity.High,
        [DuplicateReply] = Severity.High,
        [InvalidJson] = Severity.Medium,
        [InvalidJsonRpc] = Severity.Medium,
        [ResultSchema] = Severity.Medium,
        [OutputSchema] = Severity.Medium,
        [StdoutNoise] = Severity.Medium,
        [OversizedReply] = Severity.Medium,
        [InternalError] = Severity.Low,
        [AcceptedInvalid] = Severity.Low,
        [ReplySlow] = Severity.Low,
    };

    /// <summary>All categories, in no order.</summary>
    public static IReadOnlyCollection<string> All => Severities.Keys;

    /// <summary>How much a finding of this category matters.</summary>
    public static Severity SeverityOf(string category) => Severities[category];

    /// <summary>
    /// Whether one reply, known by its id, shows it by itself. Any other category says something of the whole server: seen with several requests in flight it
    /// blames none of them before one shows it alone.
    /// </summary>
    public static bool IsShownByReply(string category) =>
        category is ResultSchema or OutputSchema or InternalError or AcceptedInvalid;
}
