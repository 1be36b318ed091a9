using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using McpFuzzer.Actors.Fuzzing.Campaigns;

namespace McpFuzzer.Actors.Fuzzing.Tests.Campaigns;

public sealed class TargetActorTests : TestKit
{
    private static readonly TimeSpan Backstop = TimeSpan.FromSeconds(30);

    private readonly ScriptedServer _server = new();

    public TargetActorTests()
        : base("akka.loglevel = WARNING\nakka.scheduler.implementation = \"Akka.TestKit.TestScheduler, Akka.TestKit\"")
    { }

    [Fact]
    public void Should_start_again_when_a_target_was_given_up_as_not_proven_gone_and_ends_after_all()
    {
        var ending = new TaskCompletionSource();
        _server.Ending = ending.Task;
        var campaign = CreateTestProbe();
        var target = campaign.ChildActorOf(
            TargetActor.Props(
                lane: 0,
                PlannedCases.Spec(),
                PlannedCases.Settings,
                TargetText.Of(PlannedCases.Spec().Target),
                new TargetServices(
                    _server,
                    Sys.ActorOf(Props.Create(() => new RunningExecutor(0, Contracts.RejectReason.Overloaded))),
                    Sys.ActorOf(Props.Create(() => new ProvingManager(true)))
                )
            )
        );
        target.Tell(new CampaignEffect.Open(0, 1));
        campaign.ExpectMsg<TargetEvent.Opened>(Backstop);
        target.Tell(new CampaignEffect.Close(0, 1, Force: false));
        // Behind the close: by then its timer runs.
        target.Tell(new Identify(1), campaign);
        campaign.FishForMessage<ActorIdentity>(_ => true, Backstop);

        ((TestScheduler)Sys.Scheduler).Advance(TimeSpan.FromSeconds(30));
        Assert.False(campaign.FishForMessage<TargetEvent.Closed>(_ => true, Backstop).End.ProvenGone);
        ending.SetResult();
        AwaitCondition(() => _server.Sessions[0].Disposed, Backstop);
        _server.Ending = Task.CompletedTask;
        target.Tell(new CampaignEffect.Open(0, 2));

        Assert.Equal(2, campaign.FishForMessage<TargetEvent.Opened>(_ => true, Backstop).Generation);
    }
}
