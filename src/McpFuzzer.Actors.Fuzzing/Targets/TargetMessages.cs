using Akka.Actor;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Fuzzing.Triage;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Targets;

/// <summary>Commands of a campaign to one of its servers.</summary>
internal abstract record TargetCommand : INoSerializationVerificationNeeded
{
    private TargetCommand() { }

    /// <summary>Send a case.</summary>
    internal sealed record Send(FuzzCase Case) : TargetCommand;

    /// <summary>Stop waiting for the reply of an overdue case.</summary>
    internal sealed record GiveUp(FuzzCase Case) : TargetCommand;

    /// <summary>Ask for the tools.</summary>
    internal sealed record ListTools : TargetCommand;

    /// <summary>Ping the server.</summary>
    internal sealed record Ping : TargetCommand;

    /// <summary>Use this oracle from now on.</summary>
    internal sealed record Equip(ReplyOracle Oracle, IReadOnlyList<string> ToolNames) : TargetCommand;

    /// <summary>Stop the server.</summary>
    internal sealed record Close(bool Force) : TargetCommand;
}

/// <summary>Reports of a server to its campaign.</summary>
/// <param name="Server">The server's number.</param>
internal abstract record TargetReport(int Server) : INoSerializationVerificationNeeded
{
    /// <summary>Something happened to it.</summary>
    internal sealed record Happened(int Server, ServerEvent Event) : TargetReport(Server);

    /// <summary>It runs, and has identified itself.</summary>
    internal sealed record Identified(int Server, ServerIdentity Identity) : TargetReport(Server);

    /// <summary>Its tools, or why they could not be listed.</summary>
    internal sealed record Listed(int Server, ListToolsResult Result) : TargetReport(Server);

    /// <summary>Its tools have changed since it listed them.</summary>
    internal sealed record ToolsChanged(int Server) : TargetReport(Server);

    /// <summary>Its answer to a ping.</summary>
    internal sealed record Pinged(int Server, PingAnswer Answer) : TargetReport(Server);

    /// <summary>The executor accepts nothing more.</summary>
    internal sealed record NodeShutsDown(int Server) : TargetReport(Server);
}
