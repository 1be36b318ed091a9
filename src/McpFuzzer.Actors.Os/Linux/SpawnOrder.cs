using McpFuzzer.Actors.Os.Linux.Containment;
using McpFuzzer.Actors.Os.Linux.Users;

namespace McpFuzzer.Actors.Os.Linux;

/// <summary>What to spawn, and how.</summary>
internal sealed record SpawnOrder
{
    /// <summary>The program.</summary>
    public required string Path { get; init; }

    /// <summary>The argument vector.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>The complete environment.</summary>
    public required NativeStrings Environment { get; init; }

    /// <summary>Null keeps the node's.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>The mark that it is born with; null sets none.</summary>
    public SetTags? Tags { get; init; }

    /// <summary>Its soft limit of open files; null keeps the node's.</summary>
    public ulong? SoftOpenFiles { get; init; }

    /// <summary>Whether it keeps the node's ignored signals and signal mask.</summary>
    public bool InheritSignals { get; init; }

    /// <summary>The descriptors beyond 2 that it inherits; null passes none.</summary>
    public InheritedDescriptors? Passed { get; init; }

    /// <summary>The user to run as; null keeps the node's.</summary>
    public UserAccount? Account { get; init; }

    /// <summary>
    /// The terminal that replaces the node's streams and becomes its controlling terminal; null is none.
    /// </summary>
    public string? Terminal { get; init; }
}
