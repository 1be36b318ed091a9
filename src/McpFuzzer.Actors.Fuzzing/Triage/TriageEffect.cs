using Akka.Actor;
using McpFuzzer.Actors.Contracts.Campaigns;

namespace McpFuzzer.Actors.Fuzzing.Triage;

/// <summary>What triage wants done.</summary>
internal abstract record TriageEffect : INoSerializationVerificationNeeded
{
    private TriageEffect() { }

    /// <summary>Start an isolation run.</summary>
    internal sealed record StartRun(int Run, RunScript Script) : TriageEffect;

    /// <summary>Cut an isolation run short; it still ends with an observation.</summary>
    internal sealed record CancelRun(int Run) : TriageEffect;

    /// <summary>A finding is new, or takes the place of others.</summary>
    internal sealed record PublishFinding(Finding Finding, IReadOnlyList<string> Supersedes, int Known) : TriageEffect;

    /// <summary>The cases that wait under a number of evidence wait no longer.</summary>
    internal sealed record Resolve(Resolution Resolution) : TriageEffect;

    /// <summary>Everything is settled.</summary>
    internal sealed record Concluded(IReadOnlyList<Finding> Findings, IReadOnlyList<string> NotIsolated) : TriageEffect;
}

/// <summary>How cases that waited for triage go on.</summary>
/// <param name="Evidence">The number they wait under.</param>
/// <param name="BlamedTool">The tool whose call is to blame; its cases have their outcome. Null when it is
/// none.</param>
/// <param name="Category">What it shows.</param>
/// <param name="Shown">How often it was shown in isolation.</param>
/// <param name="ResendOthers">The others are innocent, and are sent again.</param>
internal sealed record Resolution(int Evidence, string? BlamedTool, string Category, int Shown, bool ResendOthers);
