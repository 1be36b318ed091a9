using Akka.Actor;
using McpFuzzer.Actors.Contracts.Campaigns;

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <summary>One campaign, for code that is not an actor.</summary>
internal sealed class CampaignRun
{
    private readonly IActorRef _observer;

    private CampaignRun(IActorRef observer, Task<CampaignResult> result)
    {
        _observer = observer;
        Result = result;
    }

    /// <summary>Completes when the campaign has ended and its targets are stopped.</summary>
    public Task<CampaignResult> Result { get; }

    /// <summary>Starts the campaign.</summary>
    /// <param name="system">The node's actors.</param>
    /// <param name="campaigns">The node's CampaignsActor.</param>
    /// <param name="start">The campaign.</param>
    /// <param name="onEvent">Takes each event, one at a time.</param>
    public static CampaignRun Start(
        ActorSystem system,
        IActorRef campaigns,
        StartCampaign start,
        Action<ICampaignEvent> onEvent
    )
    {
        var result = new TaskCompletionSource<CampaignResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        var observer = system.ActorOf(CampaignObserverActor.Props(campaigns, start, onEvent, result), "observer");
        return new CampaignRun(observer, result.Task);
    }

    /// <summary>Stops the campaign in order. <see cref="Result" /> then holds the completed part.</summary>
    public void Stop() => _observer.Tell(CampaignObserverActor.Stop.Instance);
}
