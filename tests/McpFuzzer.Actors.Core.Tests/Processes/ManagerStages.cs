using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Core.Processes;
using McpFuzzer.Actors.Core.Processes.Keys;
using static McpFuzzer.Actors.Core.Tests.Processes.ManagerRun;

namespace McpFuzzer.Actors.Core.Tests.Processes;

/// <summary>
/// Each stage of a key, reached by a real sequence of inputs. The starter is Alice. Where they can, Bob waits for the
/// end, Carol for the exit with a timeout, and Dan for readiness.
/// </summary>
internal static class ManagerStages
{
    private static readonly SenderId Dan = new("dan");

    private static readonly Dictionary<string, Func<ManagerRun, RunId>> Builders = new()
    {
        ["Unknown"] = _ => new RunId(Key, 1),
        ["Ended"] = Ended,
        ["Starting"] = machine => With(machine, Begin(machine)),
        ["Restarting"] = Restarting,
        ["Live"] = Live,
        ["Quitting"] = machine => Exit(machine, Live(machine)),
        ["Crashed"] = machine => Exit(machine, Started(machine)),
        ["Unkillable"] = Unkillable,
        ["LostStart"] = machine => Lose(machine, With(machine, Begin(machine))),
        ["Lost"] = machine => Lose(machine, Live(machine)),
        ["LostUnkillable"] = machine => Lose(machine, Unkillable(machine)),
        ["BackingOff"] = BackingOff,
        ["Binding"] = Binding,
        ["External"] = machine => Feed(machine, "ExternalBound", Binding(machine)),
    };

    public static IEnumerable<string> Names => Builders.Keys;

    public static (ManagerRun Machine, RunId Run) Reach(string stage)
    {
        var machine = new ManagerRun();
        return (machine, Builders[stage](machine));
    }

    private static RunId Begin(ManagerRun machine)
    {
        var start = new StartProcess(Restarted, Key);
        return machine.Feed(new ManagerInput.Command(start, Alice, ManagerInputs.Owner)).LastBegun();
    }

    private static RunId With(ManagerRun machine, RunId run, bool stop = true)
    {
        if (stop)
        {
            machine.Send(new StopProcess(Key), Bob);
        }

        machine.Send(new WaitForExit(Key, Second), Carol).Send(new WaitForReady(Key), Dan);
        return run;
    }

    private static RunId Started(ManagerRun machine)
    {
        var run = Begin(machine);
        machine.Started(run);
        return run;
    }

    private static RunId Live(ManagerRun machine) => With(machine, Started(machine));

    private static RunId Exit(ManagerRun machine, RunId run)
    {
        machine.Exit(run, code: 1);
        return run;
    }

    private static RunId Unkillable(ManagerRun machine) => Feed(machine, "Outlived", Live(machine));

    private static RunId Lose(ManagerRun machine, RunId run) => Feed(machine, "ActorEnded", run);

    private static RunId BackingOff(ManagerRun machine)
    {
        var run = Exit(machine, Started(machine));
        machine.Stop(run, code: 1);
        return run;
    }

    private static RunId Restarting(ManagerRun machine)
    {
        Feed(machine, "RestartDue", BackingOff(machine));
        return With(machine, machine.LastBegun(), stop: false);
    }

    private static RunId Ended(ManagerRun machine)
    {
        var run = Exit(machine, Live(machine));
        machine.Stop(run, code: 1);
        return run;
    }

    private static RunId Binding(ManagerRun machine)
    {
        machine.Bind(ManagerInputs.KnownPid);
        return machine.Register();
    }

    private static RunId Feed(ManagerRun machine, string input, RunId run)
    {
        machine.Feed(ManagerInputs.Make(input, machine, run, Alice));
        return run;
    }
}
