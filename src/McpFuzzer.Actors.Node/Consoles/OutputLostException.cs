namespace McpFuzzer.Actors.Node.Consoles;

/// <summary>A write to stdout failed: it is closed, or its disk is full.</summary>
internal sealed class OutputLostException(Exception cause)
    : Exception($"can't write to stdout: {cause.Message}", cause);
