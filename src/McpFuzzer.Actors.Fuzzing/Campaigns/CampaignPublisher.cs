using System.Text;
using Akka.Actor;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Targets;
using McpFuzzer.Actors.Fuzzing.Triage;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <summary>
/// Publishes the events of a campaign to the actor that started it. Only the campaign's actor uses it.
/// </summary>
/// <param name="start">What was started.</param>
/// <param name="starter">The actor that started the campaign.</param>
/// <param name="clock">The times of the campaign.</param>
/// <param name="text">Masks what must not be shown.</param>
internal sealed class CampaignPublisher(StartCampaign start, IActorRef starter, CampaignClock clock, TargetText text)
{
    private int _findings;
    private CampaignSnapshot? _published;

    /// <summary>Returns how far the campaign is.</summary>
    public CampaignSnapshot Snapshot(CampaignState state) =>
        CampaignReport.Snapshot(start.CampaignId, state, _findings, clock.Activity);

    /// <summary>Publishes how far the campaign is, if that has changed.</summary>
    public void PublishProgress(CampaignState state)
    {
        var now = Snapshot(state);
        if (now != _published)
        {
            _published = now;
            starter.Tell(now);
        }
    }

    /// <summary>Publishes a finding.</summary>
    public void PublishFinding(TriageEffect.PublishFinding published)
    {
        _findings = published.Known;
        starter.Tell(new FindingRecorded(start.CampaignId, published.Finding) { Supersedes = published.Supersedes });
    }

    /// <summary>Publishes the outcome of a case.</summary>
    public void PublishCase(CampaignEffect.PublishCase published) =>
        starter.Tell(
            new CaseCompleted(
                start.CampaignId,
                published.Case.CaseId,
                published.Case.Tool,
                published.Case.Phase,
                start.Spec.KeepCases ? Encoding.UTF8.GetString(published.Case.Arguments.Span) : null,
                published.Outcome,
                published.Elapsed
            )
            {
                Violation = published.Case.Violation,
            }
        );

    /// <summary>Publishes the end of the campaign, and returns its summary.</summary>
    public CampaignSummary PublishEnd(
        CampaignState state,
        CampaignSettings settings,
        CampaignTools tools,
        ServerIdentity? server
    )
    {
        var summary = CampaignReport.Summary(start.Spec, settings, state, tools, server, clock.StartedAt, clock.Ran);
        starter.Tell(
            new CampaignCompleted(
                start.CampaignId,
                text.Show(summary),
                state.Conclusion?.Findings ?? [],
                text.Show(state.Failure)
            )
        );
        return summary;
    }
}
