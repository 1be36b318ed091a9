using McpFuzzer.Actors.Fuzzing.Cases;

namespace McpFuzzer.Actors.Fuzzing.Triage;

/// <summary>What the machine of a server wants done.</summary>
internal abstract record ServerEffect
{
    private ServerEffect() { }

    /// <summary>Send a call.</summary>
    internal sealed record Call(FuzzCase Case) : ServerEffect;

    /// <summary>Cancel a call by notification: its reply is waited for no longer.</summary>
    internal sealed record Withdraw(FuzzCase Case) : ServerEffect;

    /// <summary>Find out whether the server shows life.</summary>
    internal sealed record Probe : ServerEffect;

    /// <summary>Wait for the last replies of a server that is ending.</summary>
    internal sealed record AwaitLastWords : ServerEffect;

    /// <summary>Stop the server, by force or by its ladder.</summary>
    internal sealed record Close(bool Force) : ServerEffect;

    /// <summary>Report to the campaign.</summary>
    internal sealed record Publish(ServerEvent Event) : ServerEffect;
}
