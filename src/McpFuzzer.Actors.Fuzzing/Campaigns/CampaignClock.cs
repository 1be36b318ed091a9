using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Triage;

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <summary>The clock of one campaign: the time since its start, and since the start of its current activity.</summary>
internal sealed class CampaignClock(TimeProvider time)
{
    private readonly long _begun = time.GetTimestamp();
    private (string What, string? Tool, long Since)? _activity;
    private TriageActivity? _isolating;

    /// <summary>The wall clock at the start.</summary>
    public DateTimeOffset StartedAt { get; } = time.GetUtcNow();

    /// <summary>How long it has run.</summary>
    public TimeSpan Ran => time.GetElapsedTime(_begun);

    /// <summary>The current activity besides calling tools; null when there is none.</summary>
    public CampaignActivity? Activity =>
        _activity is var (what, tool, since) ? new CampaignActivity(what, tool, time.GetElapsedTime(since)) : null;

    /// <summary>Sets what is being isolated, if that has changed; null for nothing.</summary>
    public void Isolate(TriageActivity? activity)
    {
        if (activity != _isolating)
        {
            _isolating = activity;
            Do(activity?.ToString(), activity?.Tool);
        }
    }

    /// <summary>Sets the current activity; null when it only calls tools.</summary>
    public void Do(string? what, string? tool) => _activity = what is null ? null : (what, tool, time.GetTimestamp());
}
