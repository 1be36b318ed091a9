using Akka.Actor;
using McpFuzzer.Actors.Fuzzing.Targets;

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <summary>The servers of a campaign. Used by its actor alone.</summary>
/// <param name="context">Their parent's context.</param>
/// <param name="assignment">How the first server is started.</param>
internal sealed class CampaignServers(IActorContext context, TargetAssignment assignment)
{
    private readonly Dictionary<int, IActorRef> _actors = [];
    private TargetAssignment _assignment = assignment;
    private TargetCommand.Equip? _equipment;

    /// <summary>Starts a server.</summary>
    public void Start(int number, bool isPatient)
    {
        var assigned = _assignment with { IsPatient = isPatient };
        _actors[number] = context.ActorOf(TargetActor.Props(number, assigned), $"t-{number}");
        if (_equipment is not null)
        {
            Tell(number, _equipment);
        }
    }

    /// <summary>Sends a command to a server.</summary>
    public void Tell(int number, TargetCommand command) => _actors[number].Tell(command);

    /// <summary>Later servers are asked for this revision first.</summary>
    public void Speak(string revision) => _assignment = _assignment with { Revision = revision };

    /// <summary>Gives all current and later servers this oracle.</summary>
    public void Equip(TargetCommand.Equip equipment)
    {
        _equipment = equipment;
        foreach (var server in _actors.Values)
        {
            server.Tell(equipment);
        }
    }
}
