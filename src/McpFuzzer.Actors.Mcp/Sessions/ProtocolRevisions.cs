namespace McpFuzzer.Actors.Mcp.Sessions;

/// <summary>Revisions of MCP that differ in what a client must do.</summary>
internal static class ProtocolRevisions
{
    /// <summary>
    /// Without initialize: the client discovers, and every request says in <c>_meta</c> who asks, in which revision,
    /// with which capabilities. It has no ping.
    /// </summary>
    public const string Discovering = "2026-07-28";

    /// <summary>The last one with initialize, and so the one that is proposed there.</summary>
    public const string Initializing = "2025-11-25";

    /// <summary>The only one with batches.</summary>
    public const string Batching = "2025-03-26";

    /// <summary>Those with initialize that we speak.</summary>
    public static IReadOnlyList<string> Initialized { get; } = ["2024-11-05", Batching, "2025-06-18", Initializing];

    /// <summary>What we speak, as a failure says it.</summary>
    public static string Spoken { get; } =
        $"mcpfuzzer speaks {string.Join(", ", Initialized)} by initialize and {Discovering} by server/discover";

    /// <summary>Whether a revision is of the newer era, which discovers.</summary>
    public static bool Discovers(string revision) => string.CompareOrdinal(revision, Discovering) >= 0;
}
