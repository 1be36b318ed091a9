namespace McpFuzzer.Actors.Mcp.Sessions;

/// <summary>Revisions of MCP that differ in what a client must do.</summary>
internal static class ProtocolRevisions
{
    /// <summary>
    /// The revision without initialize. The client sends server/discover, and every request names the client, the
    /// revision and the capabilities in <c>_meta</c>. It has no ping.
    /// </summary>
    public const string Discovering = "2026-07-28";

    /// <summary>The last revision with initialize, and therefore the one that the client proposes.</summary>
    public const string Initializing = "2025-11-25";

    /// <summary>The only revision with batches.</summary>
    public const string Batching = "2025-03-26";

    /// <summary>The supported revisions with initialize.</summary>
    public static IReadOnlyList<string> Initialized { get; } = ["2024-11-05", Batching, "2025-06-18", Initializing];

    /// <summary>The supported revisions, as an error message names them.</summary>
    public static string Spoken { get; } =
        $"mcpfuzzer speaks {string.Join(", ", Initialized)} by initialize and {Discovering} by server/discover";

    /// <summary>Returns whether a revision belongs to the newer era, with server/discover.</summary>
    public static bool Discovers(string revision) => string.CompareOrdinal(revision, Discovering) >= 0;
}
