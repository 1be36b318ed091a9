using Akka.Actor;
using McpFuzzer.Actors.Contracts.Campaigns;

namespace McpFuzzer.Actors.Fuzzing.Triage;

/// <summary>The effects of triage.</summary>
internal abstract record TriageEffect : INoSerializationVerificationNeeded
{
    private TriageEffect() { }

    /// <summary>Start an isolation run.</summary>
    internal sealed record StartRun(int Run, RunScript Script) : TriageEffect;

    /// <summary>Cancel an isolation run. It still ends with an observation.</summary>
    internal sealed record CancelRun(int Run) : TriageEffect;

    /// <summary>A finding is new, or supersedes others.</summary>
    internal sealed record PublishFinding(Finding Finding, IReadOnlyList<string> Supersedes, int Known) : TriageEffect;

    /// <summary>The cases that wait for some evidence are decided.</summary>
    internal sealed record Resolve(Resolution Resolution) : TriageEffect;

    /// <summary>Everything is settled.</summary>
    internal sealed record Concluded(IReadOnlyList<Finding> Findings, IReadOnlyList<string> NotIsolated) : TriageEffect;
}

/// <summary>The decision about waiting cases.</summary>
/// <param name="Evidence">The number of the evidence.</param>
/// <param name="BlamedTool">The tool that is to blame, whose cases have their outcome; null when there is none.</param>
/// <param name="Category">The candidate.</param>
/// <param name="Shown">How often it showed in isolation.</param>
/// <param name="ResendOthers">True when the other cases are innocent and are sent again.</param>
internal sealed record Resolution(int Evidence, string? BlamedTool, string Category, int Shown, bool ResendOthers);
