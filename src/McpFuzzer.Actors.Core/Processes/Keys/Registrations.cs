namespace McpFuzzer.Actors.Core.Processes.Keys;

/// <summary>Decides what the watchdog watches of the managed processes.</summary>
internal static class Registrations
{
    /// <summary>Registers everything that runs again, after the watchdog has lost its registrations.</summary>
    public static void Renew(ManagerTurn turn)
    {
        foreach (var run in turn.Keys.Runs.Where(run => run.IsRunning))
        {
            turn.Watch(run);
        }

        foreach (var external in turn.Keys.Externals.Where(external => external.IsBound))
        {
            Externals.Watch(turn, external);
        }
    }

    public static void Register(ManagerTurn turn, ManagerInput.RegistrationWanted wanted)
    {
        if (turn.Keys.Run(wanted.Key) is { IsRunning: true } run)
        {
            turn.Watch(run, wanted.From);
        }
        else
        {
            turn.Reply(wanted.From, turn.State.NotThere(wanted.Key));
        }
    }
}
