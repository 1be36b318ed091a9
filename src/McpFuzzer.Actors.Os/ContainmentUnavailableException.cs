using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Os;

/// <summary>The requested containment level is not available on this machine.</summary>
internal sealed class ContainmentUnavailableException(ContainmentLevel level, string reason)
    : Exception($"containment {level.ToString().ToLowerInvariant()} is not available here: {reason}")
{
    internal ContainmentLevel Level => level;

    internal string Reason => reason;
}
