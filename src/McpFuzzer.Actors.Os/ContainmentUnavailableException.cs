using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Os;

/// <summary>A containment level was asked for that this machine cannot carry.</summary>
internal sealed class ContainmentUnavailableException(ContainmentLevel level, string reason)
    : Exception($"containment {level.ToString().ToLowerInvariant()} is not to be had here: {reason}")
{
    internal ContainmentLevel Level => level;

    internal string Reason => reason;
}
