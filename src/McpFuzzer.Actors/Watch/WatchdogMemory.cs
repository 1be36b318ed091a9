using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Watch;

/// <summary>What the watchdog must keep across its own restart.</summary>
internal sealed class WatchdogMemory
{
    private readonly Dictionary<ProcessKey, int> _unregistered = [];

    /// <summary>Whether it was stopped.</summary>
    public bool IsStopped { get; set; }

    public long Terminated { get; set; }

    public long Killed { get; set; }

    public long CallbackFaults { get; set; }

    public void Unregistered(ProcessKey key, int incarnation) => _unregistered[key] = incarnation;

    public bool IsUnregistered(ProcessKey key, int incarnation) =>
        _unregistered.TryGetValue(key, out var unregistered) && unregistered == incarnation;

    /// <summary>It was registered again, or has ended.</summary>
    public void Forget(ProcessKey key) => _unregistered.Remove(key);
}
