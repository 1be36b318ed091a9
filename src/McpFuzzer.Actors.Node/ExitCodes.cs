using McpFuzzer.Actors.Os;

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

    /// <summary>The target could not be started, did not speak MCP, or was sent no call.</summary>
    public const int TargetFailed = 3;

    /// <summary>A bug of mcpfuzzer, or a clean run whose reports can't be written.</summary>
    public const int Fault = 4;

    /// <summary>Of <c>run</c>: a timeout ended the command.</summary>
    public const int TimedOut = 124;

    /// <summary>
    /// Of <c>run</c>: wrong usage or configuration, or a bug of mcpfuzzer; its other codes are the command's.
    /// </summary>
    public const int NotRun = 125;

    /// <summary>Of <c>run</c>: the command was found, but can't be run.</summary>
    public const int NotExecutable = 126;

    /// <summary>Of <c>run</c>: the command was not found.</summary>
    public const int NotFound = 127;

    private const int Signalled = 128;

    /// <summary>Returns the code of a process that a signal ended: 128 plus its number here, as shells do.</summary>
    public static int Of(ProcessSignal signal) => Signalled + (signal.NumberHere ?? signal.Number);
}
