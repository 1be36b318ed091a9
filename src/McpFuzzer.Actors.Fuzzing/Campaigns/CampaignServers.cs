using Akka.Actor;
using McpFuzzer.Actors.Fuzzing.Targets;

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <summary>The servers of a campaign. Used by its actor alone.</summary>
/// <param name="context">Whose children they are.</param>
/// <param name="assignment">What the first of them is started with.</param>
internal sealed class CampaignServers(IActorContext context, TargetAssignment assignment)
{
    private readonly Dictionary<int, IActorRef> _actors = [];
    private TargetAssignment _assignment = assignment;
    private TargetCommand.Equip? _equipment;

    /// <summary>Starts one.</summary>
    public void Start(int number, bool isPatient)
    {
        var assigned = _assignment with { IsPatient = isPatient };
        _actors[number] = context.ActorOf(TargetActor.Props(number, assigned), $"t-{number}");
        if (_equipment is not null)
        {
            Tell(number, _equipment);
        }
    }

    /// <summary>Tells one what to do.</summary>
    public void Tell(int number, TargetCommand command) => _actors[number].Tell(command);

    /// <summary>Those that are started from now on are asked for this revision first.</summary>
    public void Speak(string revision) => _assignment = _assignment with { Revision = revision };

    /// <summary>All judge by this from now on, and so will those to come.</summary>
    public void Equip(TargetCommand.Equip equipment)
    {
        _equipment = equipment;
        foreach (var server in _actors.Values)
        {
            server.Tell(equipment);
        }
    }
}
