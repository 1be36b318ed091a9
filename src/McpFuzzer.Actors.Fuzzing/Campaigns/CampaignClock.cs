using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Triage;

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <summary>
/// The times of one campaign: since when it runs, and since when it does what it does. It starts with it.
/// </summary>
internal sealed class CampaignClock(TimeProvider time)
{
    private readonly long _begun = time.GetTimestamp();
    private (string What, string? Tool, long Since)? _activity;

    /// <summary>The wall clock at the start.</summary>
    public DateTimeOffset StartedAt { get; } = time.GetUtcNow();

    /// <summary>How long it has run.</summary>
    public TimeSpan Ran => time.GetElapsedTime(_begun);

    /// <summary>What it is doing beside calling tools; null when there is nothing of the kind.</summary>
    public CampaignActivity? Activity =>
        _activity is var (what, tool, since) ? new CampaignActivity(what, tool, time.GetElapsedTime(since)) : null;

    /// <summary>It isolates this beside calling tools from now on; null for nothing.</summary>
    public void Isolate(TriageActivity? activity) =>
        Do(activity is null ? null : $"isolating {activity.Category}", activity?.Tool);

    /// <summary>It does something else from now on; null for nothing but calling tools.</summary>
    public void Do(string? what, string? tool) => _activity = what is null ? null : (what, tool, time.GetTimestamp());
}
