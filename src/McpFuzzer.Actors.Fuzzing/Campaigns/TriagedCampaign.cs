using System.Collections.Immutable;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Secrets;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Fuzzing.Triage;

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <summary>
/// A campaign and its triage as one machine. The evidence of the campaign reaches triage, and the decisions of triage
/// reach the campaign, within one step.
/// <code>
/// effect of the campaign   ToTriage ────────► input of triage
/// effect of triage         Resolve ─────────► Resolved, an input of the campaign
/// effect of triage         PublishFinding ──► carried out, and FindingsKnown, an input of the campaign
/// effect of triage         Concluded ───────► Concluded, an input of the campaign
/// any other effect         ─────────────────► carried out
/// </code>
/// </summary>
internal sealed class TriagedCampaign
{
    private readonly CampaignMachine _campaign;
    private readonly TriageMachine _triage;

    /// <summary>Creates the machine of one campaign.</summary>
    /// <param name="spec">What it does.</param>
    /// <param name="settings">The bounds of campaigns.</param>
    public TriagedCampaign(CampaignSpec spec, CampaignSettings settings)
    {
        _campaign = new CampaignMachine(spec, settings);
        _triage = new TriageMachine(
            settings.Isolation,
            new IsolationPolicy(settings.Isolation, settings.Thresholds, spec.CallTimeout),
            new TriageBudget(settings.Isolation, spec.Duration, settings.Thresholds.LostAfter)
        );
    }

    /// <summary>Returns the state before the start.</summary>
    /// <param name="mask">Masks the target's secrets in its output; null when it has none.</param>
    public TriagedState Initial(SecretMask? mask) =>
        new(_campaign.Initial, new TriageState { Book = FindingBook.Create(mask) });

    /// <summary>Returns the next state and the effects.</summary>
    public (TriagedState State, ImmutableList<CampaignEffect> Effects) Next(TriagedState state, CampaignInput input)
    {
        var effects = ImmutableList.CreateBuilder<CampaignEffect>();
        var inputs = new Queue<CampaignInput>([input]);
        while (inputs.TryDequeue(out var next))
        {
            var (campaign, ofCampaign) = _campaign.Next(state.Campaign, next);
            state = state with { Campaign = campaign };
            foreach (var effect in ofCampaign)
            {
                if (effect is not CampaignEffect.ToTriage evidence)
                {
                    effects.Add(effect);
                    continue;
                }

                var (triage, ofTriage) = _triage.Next(state.Triage, evidence.Input);
                state = state with { Triage = triage };
                effects.AddRange(ofTriage.Where(IsCarriedOut).Select(decided => new CampaignEffect.ByTriage(decided)));
                foreach (var decision in ofTriage.Select(InputOf).OfType<CampaignInput>())
                {
                    inputs.Enqueue(decision);
                }
            }
        }

        return (state, effects.ToImmutable());
    }

    private static bool IsCarriedOut(TriageEffect effect) =>
        effect is not (TriageEffect.Resolve or TriageEffect.Concluded);

    private static CampaignInput? InputOf(TriageEffect effect) =>
        effect switch
        {
            TriageEffect.Resolve resolve => new CampaignInput.Resolved(resolve.Resolution),
            TriageEffect.PublishFinding published => new CampaignInput.FindingsKnown(published.Known),
            TriageEffect.Concluded concluded => new CampaignInput.Concluded(concluded),
            _ => null,
        };
}

/// <summary>The state of a campaign and of its triage.</summary>
internal sealed record TriagedState(CampaignState Campaign, TriageState Triage)
{
    /// <summary>The question that is being isolated: the first open one, while a run is under way.</summary>
    public TriageActivity? Activity =>
        !Triage.Running.IsEmpty && Triage.Questions is [var asked, ..] ? TriageActivity.Of(asked) : null;
}
