namespace McpFuzzer.Actors.Node;

/// <summary>What the command line answers its caller.</summary>
internal static class ExitCodes
{
    /// <summary>No finding at or above <c>--fail-on</c>; a replayed finding no longer shows.</summary>
    public const int Clean = 0;

    /// <summary>Such findings; a replayed finding still shows.</summary>
    public const int Findings = 1;

    /// <summary>Wrong usage or configuration.</summary>
    public const int Usage = 2;

    /// <summary>The target could not be started, or did not speak MCP.</summary>
    public const int TargetFailed = 3;

    /// <summary>A fault of ours.</summary>
    public const int Fault = 4;

    /// <summary>Ended by SIGHUP, the terminal's end: 128 + 1.</summary>
    public const int HungUp = 129;

    /// <summary>Ended by SIGINT: 128 + 2.</summary>
    public const int Interrupted = 130;

    /// <summary>Ended by SIGTERM: 128 + 15.</summary>
    public const int Terminated = 143;
}
