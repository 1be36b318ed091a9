using Akka.Actor;
using Akka.Event;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Campaigns;

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <summary>Starts one campaign, passes its events on, and completes a task with its result.</summary>
internal sealed class CampaignObserverActor : UntypedActor
{
    private readonly IActorRef _campaigns;
    private readonly StartCampaign _start;
    private readonly Action<ICampaignEvent> _onEvent;
    private readonly TaskCompletionSource<CampaignResult> _result;
    private bool _isFaultLogged;

    public CampaignObserverActor(
        IActorRef campaigns,
        StartCampaign start,
        Action<ICampaignEvent> onEvent,
        TaskCompletionSource<CampaignResult> result
    )
    {
        _campaigns = campaigns;
        _start = start;
        _onEvent = onEvent;
        _result = result;
    }

    /// <summary>Asks the campaign to end in order.</summary>
    internal sealed record Stop : INoSerializationVerificationNeeded
    {
        public static Stop Instance { get; } = new();
    }

    public static Props Props(
        IActorRef campaigns,
        StartCampaign start,
        Action<ICampaignEvent> onEvent,
        TaskCompletionSource<CampaignResult> result
    ) => Akka.Actor.Props.Create(() => new CampaignObserverActor(campaigns, start, onEvent, result));

    protected override void PreStart()
    {
        Context.Watch(_campaigns);
        _campaigns.Tell(_start);
    }

    protected override void PostStop() => _result.TrySetResult(new CampaignResult.Lost());

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case CampaignCompleted completed:
                PassOn(completed);
                _result.TrySetResult(new CampaignResult.Ended(completed));
                break;
            case ICampaignEvent progress:
                PassOn(progress);
                break;
            case CommandRejected rejected:
                _result.TrySetResult(new CampaignResult.Rejected(rejected));
                break;
            case Stop:
                _campaigns.Tell(new StopCampaign(_start.CampaignId));
                break;
            case CampaignStarted or CampaignStopped:
                break;
            case Status.Failure failure when Sender.Equals(_campaigns):
                // The campaign threw an exception, which is in the log.
                _result.TrySetResult(new CampaignResult.Lost(failure.Cause));
                break;
            case Terminated:
                _result.TrySetResult(new CampaignResult.Lost());
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    // An exception from the screen or the recorder must not end the campaign, whose findings are still to come.
    private void PassOn(ICampaignEvent campaignEvent)
    {
        try
        {
            _onEvent(campaignEvent);
        }
        catch (Exception fault)
        {
            // Only the first exception is logged as an error: one for each event would hide everything else.
            var level = _isFaultLogged ? LogLevel.DebugLevel : LogLevel.ErrorLevel;
            _isFaultLogged = true;
            Context.GetLogger().Log(level, fault, "Could not show or record {Event}", campaignEvent.GetType().Name);
        }
    }
}
