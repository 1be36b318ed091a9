using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Oracles;

/// <summary>The category, title and rule of each kind of anomaly.</summary>
internal static class StreamWords
{
    public static (string Category, string Title, RuleReference? Rule) Of(StreamAnomalyKind kind) =>
        kind switch
        {
            StreamAnomalyKind.Noise => (
                Categories.StdoutNoise,
                "writes text to stdout that is not a message",
                SpecificationRules.Stdio
            ),
            StreamAnomalyKind.InvalidJson => (
                Categories.InvalidJson,
                "writes a line that is not valid JSON",
                SpecificationRules.Stdio
            ),
            StreamAnomalyKind.InvalidJsonRpc => (
                Categories.InvalidJsonRpc,
                "writes JSON that is not a JSON-RPC 2.0 message",
                SpecificationRules.Messages
            ),
            StreamAnomalyKind.WrongId => (
                Categories.WrongId,
                "replies with an id that was never sent",
                SpecificationRules.Responses
            ),
            StreamAnomalyKind.WrongIdType => (
                Categories.WrongIdType,
                "replies with an id of another type",
                SpecificationRules.Responses
            ),
            StreamAnomalyKind.DuplicateReply => (
                Categories.DuplicateReply,
                "replies to one request twice",
                SpecificationRules.Messages
            ),
            StreamAnomalyKind.Oversized => (
                Categories.OversizedReply,
                "writes a line longer than the frame limit",
                null
            ),
            StreamAnomalyKind.ReplyToNotification => (
                Categories.ReplyToNotification,
                "replies to a notification",
                SpecificationRules.Notifications
            ),
            StreamAnomalyKind.ServerRequest => (
                Categories.ProtocolBreach,
                "sends a request to the client",
                SpecificationRules.ServerRequests
            ),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "an unknown kind of anomaly"),
        };
}
