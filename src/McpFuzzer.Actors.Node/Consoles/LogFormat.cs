namespace McpFuzzer.Actors.Node.Consoles;

/// <summary>The form of a line of the log on stderr.</summary>
internal enum LogFormat
{
    /// <summary>For a person: level, message, and the cause below.</summary>
    Text,

    /// <summary>For a collector: one JSON object a line, with all properties (Serilog's compact format).</summary>
    Json,
}
