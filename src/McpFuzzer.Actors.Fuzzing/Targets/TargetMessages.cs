using Akka.Actor;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;
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

/// <summary>
/// Reports of a server about itself to its campaign's actor. What happens to it is an input of the campaign's machine.
/// </summary>
/// <param name="Server">The server's number.</param>
internal abstract record TargetReport(int Server) : INoSerializationVerificationNeeded
{
    /// <summary>It runs, and has identified itself.</summary>
    internal sealed record Identified(int Server, ServerIdentity Identity) : TargetReport(Server);

    /// <summary>Its tools, or why they could not be listed.</summary>
    internal sealed record Listed(int Server, ListToolsResult Result) : TargetReport(Server);
}
