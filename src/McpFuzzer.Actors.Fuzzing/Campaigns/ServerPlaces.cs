using System.Collections.Immutable;
using McpFuzzer.Actors.Contracts.Backoff;
using McpFuzzer.Actors.Contracts.Campaigns;
using Step = (
    McpFuzzer.Actors.Fuzzing.Campaigns.CampaignState State,
    System.Collections.Immutable.ImmutableList<McpFuzzer.Actors.Fuzzing.Campaigns.CampaignEffect> Effects
);

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <summary>Keeps a server in each place of a campaign, restarts it, and gives up after too many restarts.</summary>
internal sealed class ServerPlaces(CampaignSpec spec, CampaignSettings settings)
{
    /// <summary>Starts a server in a place.</summary>
    public Step Start(CampaignState state, int place)
    {
        var number = state.LastServer + 1;
        var isRestart = number > spec.Servers;
        var started = state with
        {
            LastServer = number,
            Restarts = state.Restarts + (isRestart ? 1 : 0),
            Places = state.Places.SetItem(place, state.Places[place] with { Server = number, IsResting = false }),
            Servers = state.Servers.Add(number, new Server()),
        };
        return started.Restarts < settings.MaxRestarts || !isRestart
            ? (started, [new CampaignEffect.StartServer(number, state.IsPatient || state.IsSerial)])
            : CampaignEnding.End(
                state,
                CampaignEnd.TargetFailed,
                new TargetFailure(
                    $"the target was restarted {settings.MaxRestarts} times, the limit of max-restarts",
                    ""
                )
            );
    }

    /// <summary>Starts a server in each empty place, while there is something to send.</summary>
    public Step StartMissing(CampaignState state)
    {
        Step step = (state, []);
        for (var place = 0; place < spec.Servers; place++)
        {
            if (
                step.State.EndedBy is null
                && step.State.Places[place] is { Server: null, IsResting: false }
                && !step.State.Queue.IsEmpty
            )
            {
                var (next, effects) = Start(step.State, place);
                step = (next, step.Effects.AddRange(effects));
            }
        }

        return step;
    }

    /// <summary>
    /// Handles a failed start: the server is started again after a back-off, as often as the bounds allow.
    /// </summary>
    /// <param name="state">The campaign.</param>
    /// <param name="number">The server.</param>
    /// <param name="message">Why.</param>
    /// <param name="stderrTail">The end of its stderr.</param>
    /// <param name="isClosed">True when it is already closed.</param>
    public Step Failed(CampaignState state, int number, string message, string stderrTail, bool isClosed = true)
    {
        var place = state.Places.FindIndex(taken => taken.Server == number);
        var left = Leave(state, number) with { Servers = isClosed ? state.Servers.Remove(number) : state.Servers };
        if (state.EndedBy is not null || place < 0)
        {
            return (left, []);
        }

        var failed = left.Places[place].FailedStarts + 1;
        var retries = state.HasWorked ? Math.Max(spec.StartRetries, settings.RestartRetries) : spec.StartRetries;
        if (failed > retries)
        {
            return CampaignEnding.End(left, CampaignEnd.TargetFailed, new TargetFailure(message, stderrTail));
        }

        return (
            left with
            {
                Places = left.Places.SetItem(place, new Place(null, failed, IsResting: true)),
            },
            [new CampaignEffect.Rest(place, DelayAfter(failed))]
        );
    }

    /// <summary>A back-off is over.</summary>
    public Step Rested(CampaignState state, int place) =>
        state.EndedBy is null && state.Places[place].IsResting ? Start(state, place) : (state, []);

    /// <summary>Removes a server from its place.</summary>
    public static CampaignState Leave(CampaignState state, int number)
    {
        var place = state.Places.FindIndex(taken => taken.Server == number);
        return place < 0
            ? state
            : state with
            {
                Places = state.Places.SetItem(place, state.Places[place] with { Server = null }),
            };
    }

    /// <summary>Resets the count of failed starts, since the server has answered a call.</summary>
    public static ImmutableList<Place> Worked(ImmutableList<Place> places, int number)
    {
        var place = places.FindIndex(taken => taken.Server == number);
        return place < 0 || places[place].FailedStarts == 0
            ? places
            : places.SetItem(place, places[place] with { FailedStarts = 0 });
    }

    private TimeSpan DelayAfter(int failed) =>
        ExponentialBackoff.Delay(settings.RestartDelay, settings.MaxRestartDelay, failed);
}
