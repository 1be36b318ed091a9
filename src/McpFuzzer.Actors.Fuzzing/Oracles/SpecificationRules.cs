using McpFuzzer.Actors.Contracts.Campaigns;

namespace McpFuzzer.Actors.Fuzzing.Oracles;

/// <summary>The sections of the specification that findings refer to.</summary>
internal static class SpecificationRules
{
    private const string Initializing = "https://modelcontextprotocol.io/specification/2025-11-25/basic";
    private const string Discovering = "https://modelcontextprotocol.io/specification/2026-07-28/basic";

    public static RuleReference Messages { get; } = new("json-rpc", "https://www.jsonrpc.org/specification");

    public static RuleReference Responses { get; } = new("responses", $"{Initializing}#responses");

    public static RuleReference Notifications { get; } = new("notifications", $"{Initializing}#notifications");

    public static RuleReference Stdio { get; } = new("stdio", $"{Initializing}/transports#stdio");

    public static RuleReference Ping { get; } = new("ping", $"{Initializing}/utilities/ping");

    public static RuleReference ResultType { get; } = new("result-type", $"{Discovering}#resulttype");

    public static RuleReference InputRequired { get; } =
        new("input-required", $"{Discovering}/patterns/mrtr#server-requirements-basic-workflow");

    public static RuleReference ServerRequests { get; } =
        new("server-requests", $"{Discovering}/patterns/mrtr#multi-round-trip-requests");
}
