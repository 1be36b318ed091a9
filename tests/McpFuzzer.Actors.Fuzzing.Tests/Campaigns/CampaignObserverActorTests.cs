using Akka.Actor;
using Akka.TestKit.Xunit2;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Fuzzing.Campaigns;
using McpFuzzer.Actors.Node.Tests.Campaigns;

namespace McpFuzzer.Actors.Fuzzing.Tests.Campaigns;

public sealed class CampaignObserverActorTests : TestKit
{
    private static readonly StartCampaign Start = new(
        Campaign.Id,
        new CampaignSpec
        {
            Target = new ProcessSpec { Command = ["true"] },
            Seed = 7,
        }
    );

    private readonly TaskCompletionSource<CampaignResult> _result = new();
    private readonly List<ICampaignEvent> _events = [];

    [Fact]
    public async Task Should_forward_events_and_the_end_when_the_campaign_runs()
    {
        var campaigns = CreateTestProbe();
        var observer = Observe(campaigns);
        Assert.Same(Start, await campaigns.ExpectMsgAsync<StartCampaign>());

        observer.Tell(new CampaignStarted(Campaign.Id));
        observer.Tell(Campaign.Snapshot("fuzzing"));
        observer.Tell(Campaign.Case());
        var completed = Campaign.Completed();
        observer.Tell(completed);

        Assert.Same(completed, Assert.IsType<CampaignResult.Ended>(await _result.Task).Completed);
        Assert.Collection(
            _events,
            first => Assert.IsType<CampaignSnapshot>(first),
            second => Assert.IsType<CaseCompleted>(second),
            third => Assert.Same(completed, third)
        );
    }

    [Fact]
    public async Task Should_go_on_and_log_once_when_the_subscriber_fails()
    {
        var campaigns = CreateTestProbe();
        var observer = Sys.ActorOf(
            CampaignObserverActor.Props(campaigns, Start, _ => throw new InvalidOperationException("broken"), _result)
        );
        await campaigns.ExpectMsgAsync<StartCampaign>();
        var completed = Campaign.Completed();

        await EventFilter
            .Error(contains: "Could not show or record")
            .ExpectOneAsync(() =>
            {
                observer.Tell(Campaign.Case());
                observer.Tell(Campaign.Case());
                observer.Tell(completed);
                return _result.Task;
            });

        Assert.Same(completed, Assert.IsType<CampaignResult.Ended>(await _result.Task).Completed);
    }

    [Fact]
    public async Task Should_stop_the_campaign_on_request()
    {
        var campaigns = CreateTestProbe();
        var observer = Observe(campaigns);
        await campaigns.ExpectMsgAsync<StartCampaign>();

        observer.Tell(CampaignObserverActor.Stop.Instance);

        Assert.Equal(new StopCampaign(Campaign.Id), await campaigns.ExpectMsgAsync<StopCampaign>());
        Assert.False(_result.Task.IsCompleted);
    }

    [Fact]
    public async Task Should_report_rejected_when_the_campaign_is_rejected()
    {
        var observer = Observe(CreateTestProbe());

        observer.Tell(new CommandRejected(RejectReason.InvalidSpec, "runs = 0"));

        Assert.Equal("runs = 0", Assert.IsType<CampaignResult.Rejected>(await _result.Task).Rejection.Message);
    }

    [Fact]
    public async Task Should_report_lost_with_the_reason_when_the_campaign_fails()
    {
        var fault = new InvalidOperationException("broken");
        var campaigns = CreateTestProbe();
        var observer = Observe(campaigns);

        observer.Tell(new Status.Failure(fault), campaigns);

        Assert.Same(fault, Assert.IsType<CampaignResult.Lost>(await _result.Task).Fault);
    }

    [Fact]
    public async Task Should_report_lost_when_the_campaigns_actor_is_gone()
    {
        var campaigns = CreateTestProbe();
        Observe(campaigns);

        Sys.Stop(campaigns);

        Assert.IsType<CampaignResult.Lost>(await _result.Task);
    }

    private IActorRef Observe(IActorRef campaigns) =>
        Sys.ActorOf(CampaignObserverActor.Props(campaigns, Start, _events.Add, _result));
}
