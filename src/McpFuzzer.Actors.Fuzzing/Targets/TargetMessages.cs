using Akka.Actor;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Fuzzing.Triage;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Targets;

/// <summary>What a campaign tells one of its servers.</summary>
internal abstract record TargetCommand : INoSerializationVerificationNeeded
{
    private TargetCommand() { }

    /// <summary>Send a case.</summary>
    internal sealed record Send(FuzzCase Case) : TargetCommand;

    /// <summary>Wait no longer for the reply of an overdue case.</summary>
    internal sealed record GiveUp(FuzzCase Case) : TargetCommand;

    /// <summary>Ask for the tools.</summary>
    internal sealed record ListTools : TargetCommand;

    /// <summary>See what the server makes of a ping.</summary>
    internal sealed record Ping : TargetCommand;

    /// <summary>Assess replies by this from now on.</summary>
    internal sealed record Equip(ReplyOracle Oracle, IReadOnlyList<string> ToolNames) : TargetCommand;

    /// <summary>Stop the server.</summary>
    internal sealed record Close(bool Force) : TargetCommand;
}

/// <summary>What a server tells its campaign.</summary>
/// <param name="Server">The server's number.</param>
internal abstract record TargetReport(int Server) : INoSerializationVerificationNeeded
{
    /// <summary>Something happened to it.</summary>
    internal sealed record Happened(int Server, ServerEvent Event) : TargetReport(Server);

    /// <summary>It runs, and this is who answered.</summary>
    internal sealed record Identified(int Server, ServerIdentity Identity) : TargetReport(Server);

    /// <summary>Its tools, or why they could not be listed.</summary>
    internal sealed record Listed(int Server, ListToolsResult Result) : TargetReport(Server);

    /// <summary>Its tools are no longer those that it listed.</summary>
    internal sealed record ToolsChanged(int Server) : TargetReport(Server);

    /// <summary>What it makes of a ping.</summary>
    internal sealed record Pinged(int Server, PingAnswer Answer) : TargetReport(Server);

    /// <summary>The executor accepts nothing more.</summary>
    internal sealed record NodeShutsDown(int Server) : TargetReport(Server);
}
