using McpFuzzer.Actors.Os.Linux.Containment;
using McpFuzzer.Actors.Os.Linux.Users;

namespace McpFuzzer.Actors.Os.Linux;

/// <summary>What a child is started as.</summary>
internal sealed record SpawnOrder
{
    /// <summary>The program.</summary>
    public required string Path { get; init; }

    /// <summary>The argument vector.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>All of its environment.</summary>
    public required NativeStrings Environment { get; init; }

    /// <summary>Null keeps ours.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>The mark that it is born with; null is none.</summary>
    public SetTags? Tags { get; init; }

    /// <summary>Its soft limit of open files; null is ours.</summary>
    public ulong? SoftOpenFiles { get; init; }

    /// <summary>Whether what we ignore stays ignored in it, and our mask is its own.</summary>
    public bool InheritSignals { get; init; }

    /// <summary>What it gets beyond descriptors 0 to 2; null is nothing.</summary>
    public InheritedDescriptors? Passed { get; init; }

    /// <summary>As whom; null is as we are.</summary>
    public UserAccount? Account { get; init; }

    /// <summary>Its controlling terminal, in place of our streams; null is none.</summary>
    public string? Terminal { get; init; }
}
