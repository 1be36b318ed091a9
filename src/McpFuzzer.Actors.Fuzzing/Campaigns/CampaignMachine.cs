using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Triage;
using Step = (
    McpFuzzer.Actors.Fuzzing.Campaigns.CampaignState State,
    System.Collections.Immutable.ImmutableList<McpFuzzer.Actors.Fuzzing.Campaigns.CampaignEffect> Effects
);

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <summary>
/// Decides a campaign: when each server is started, which case is sent where, and when the campaign ends. Triage
/// decides which call is to blame.
/// <code>
/// Starting  Start ─────────────────► Starting   the first server is started
/// Starting  its server Opened ─────► Starting   it is asked for its tools
/// Starting  Listed ────────────────► Fuzzing    the plan is asked for cases, the other places get their servers
/// Starting  ListedNone ────────────► Starting   it is asked again; too often: Ending
/// Starting, Fuzzing  OpenFailed ───► the same   after a back-off it is started again; too often: Ending
/// Fuzzing   nothing left to send, nothing in flight, nothing waiting ──► Settling   triage is to conclude
/// Settling  Concluded ─────────────► Ending     completed
/// any but Finished  End, NotListed ► Ending     servers are stopped, triage is to conclude
/// Ending    every server closed, Concluded ────► Finished
/// </code>
/// </summary>
internal sealed class CampaignMachine
{
    /// <summary>The number of ordinary calls that triage gets, each of another tool.</summary>
    private const int Samples = 32;

    /// <summary>The server that is pinged once. A campaign does not end before its answer.</summary>
    private const int FirstServer = 1;

    private readonly int? _maxFindings;
    private readonly ServerPlaces _places;
    private readonly ServerReports _reports;
    private readonly ToolListing _listing;
    private readonly WaitingCases _waiting;
    private readonly CaseSending _sending;
    private readonly CampaignEnding _ending;

    /// <summary>Creates the machine of one campaign.</summary>
    /// <param name="spec">What it does.</param>
    /// <param name="settings">The bounds of campaigns.</param>
    public CampaignMachine(CampaignSpec spec, CampaignSettings settings)
    {
        _maxFindings = spec.MaxFindings;
        _places = new ServerPlaces(spec, settings);
        _reports = new ServerReports(settings, _places);
        _listing = new ToolListing(settings);
        _waiting = new WaitingCases(spec, settings);
        _sending = new CaseSending(spec, _places);
        _ending = new CampaignEnding(spec, settings);
        Initial = new CampaignState { Places = [.. Enumerable.Repeat(Place.Empty, spec.Servers)] };
    }

    /// <summary>The state before the start.</summary>
    public CampaignState Initial { get; }

    /// <summary>Returns the next state and the effects.</summary>
    public Step Next(CampaignState state, CampaignInput input)
    {
        if (state.Stage is CampaignStage.Finished)
        {
            return (state, []);
        }

        Step step = input switch
        {
            CampaignInput.Start => _places.Start(state, 0),
            CampaignInput.AtServer at when !state.Servers.ContainsKey(at.Server) => (state, []),
            CampaignInput.AtServer { Event: ServerEvent.Settled settled } at => SettledReplies.Take(
                state,
                at.Server,
                settled
            ),
            CampaignInput.AtServer at => _reports.AtServer(state, at.Server, at.Event),
            CampaignInput.Listed listed => ToolListing.Listed(state, listed.Breaches),
            CampaignInput.ListedNone none => _listing.ListedNone(state, none.Server),
            CampaignInput.NotListed failed => ToolListing.NotListed(state, failed.Failure),
            CampaignInput.ToolsChanged changed => ToolListing.Due(state, changed.Server),
            CampaignInput.ListAgain again => ToolListing.Due(state, again.Server),
            CampaignInput.Pinged pinged => ToolListing.Pinged(state, pinged.Answer),
            CampaignInput.Planned planned => Planned(state, planned),
            CampaignInput.RunEnded run => (state, [CampaignSteps.Tell(run.Ended)]),
            CampaignInput.Resolved resolved => _waiting.Resolve(state, resolved.Resolution),
            CampaignInput.FindingsKnown known when known.Count >= _maxFindings && state.HasWorked => CampaignEnding.End(
                state,
                CampaignEnd.MaxFindings
            ),
            CampaignInput.FindingsKnown => (state, []),
            CampaignInput.Concluded concluded => (state with { Conclusion = concluded.Conclusion }, []),
            CampaignInput.Rested rested => _places.Rested(state, rested.Place),
            CampaignInput.End end => CampaignEnding.End(state, end.By),
            CampaignInput.GraceOver => (state, [CampaignSteps.Tell(new TriageInput.Conclude(Cut: true))]),
            _ => throw new ArgumentException($"no rule for {input.GetType().Name}", nameof(input)),
        };
        return Advance(step);
    }

    private static Step Planned(CampaignState state, CampaignInput.Planned planned)
    {
        var added = state with { Queue = state.Queue.Add(planned.Cases, planned.IsOver, planned.AtMost) };

        // Anomalies of the stream are also tried with other tools.
        FuzzCase[] samples =
        [
            .. planned
                .Cases.Where(call => call is { Violation: null, IsUnicode: true })
                .DistinctBy(call => call.Tool, StringComparer.Ordinal)
                .Take(Samples),
        ];
        return state.HasSamples || samples.Length == 0
            ? (added, [])
            : CampaignSteps.ToTriage(added with { HasSamples = true }, new TriageInput.Samples(samples));
    }

    private Step Advance(Step step)
    {
        step = CampaignSteps.Then(step, _sending.Fill);
        step = CampaignSteps.Then(step, CampaignEnding.CloseRetired);
        if (step.State is { Stage: CampaignStage.Fuzzing, EndedBy: null } fuzzing && IsDone(fuzzing))
        {
            step = CampaignSteps.Then(step, CampaignEnding.Settle);
        }

        if (step.State is { Stage: CampaignStage.Settling, EndedBy: null, Conclusion: not null })
        {
            step = CampaignSteps.Then(step, state => CampaignEnding.End(state, CampaignEnd.Completed));
        }

        return CampaignSteps.Then(step, _ending.Finish);
    }

    private static bool IsDone(CampaignState state) =>
        state is { Listing: null, Queue.IsEmpty: true, Waiting.IsEmpty: true }
        && (state.HasPinged || !state.Servers.ContainsKey(FirstServer))
        && state.Servers.Values.All(server => server.InFlight.IsEmpty);
}
