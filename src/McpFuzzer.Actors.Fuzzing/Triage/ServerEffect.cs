using McpFuzzer.Actors.Fuzzing.Cases;

namespace McpFuzzer.Actors.Fuzzing.Triage;

/// <summary>The effects of a server's machine.</summary>
internal abstract record ServerEffect
{
    private ServerEffect() { }

    /// <summary>Send a call.</summary>
    internal sealed record Call(FuzzCase Case) : ServerEffect;

    /// <summary>Cancel a call by notification, and stop waiting for its reply.</summary>
    internal sealed record Withdraw(FuzzCase Case) : ServerEffect;

    /// <summary>Check whether the server is alive.</summary>
    internal sealed record Probe : ServerEffect;

    /// <summary>Wait for the last replies of a server that is ending.</summary>
    internal sealed record AwaitLastWords : ServerEffect;

    /// <summary>Stop the server, by force or by its ladder.</summary>
    internal sealed record Close(bool Force) : ServerEffect;

    /// <summary>Report to the campaign.</summary>
    internal sealed record Publish(ServerEvent Event) : ServerEffect;
}
