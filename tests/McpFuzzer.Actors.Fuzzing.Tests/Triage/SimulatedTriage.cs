using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Fuzzing.Triage;

namespace McpFuzzer.Actors.Fuzzing.Tests.Triage;

/// <summary>A triage machine whose runs end when the test says so.</summary>
internal sealed class SimulatedTriage(TriageMachine machine)
{
    private const int MostSteps = 5_000;

    public TriageState State { get; private set; } = new() { Book = FindingBook.Create(null) };

    public List<TriageEffect> Effects { get; } = [];

    public int MostRunning { get; private set; }

    /// <summary>How many effects there were before it was cut short.</summary>
    public int? CutAfter { get; private set; }

    public IEnumerable<Resolution> Resolved =>
        Effects.OfType<TriageEffect.Resolve>().Select(effect => effect.Resolution);

    public IReadOnlyList<Finding> Findings => State.Book.Findings;

    public static SimulatedTriage With(IsolationSettings? settings = null, TimeSpan? duration = null)
    {
        settings ??= Given.Settings;
        return new SimulatedTriage(
            new TriageMachine(settings, Given.Policy(settings), Given.Budget(duration, settings))
        );
    }

    /// <summary>Feeds the machine, and returns what it wants done.</summary>
    public IReadOnlyList<string> Feed(TriageInput input)
    {
        CutAfter ??= input is TriageInput.Conclude { Cut: true } ? Effects.Count : null;
        var (state, effects) = machine.Next(State, input);
        State = state;
        Effects.AddRange(effects);
        MostRunning = Math.Max(MostRunning, state.Running.Count);
        return [.. effects.Select(Shown.Of)];
    }

    /// <summary>Ends each run by what it would show, the oldest first, until none is left.</summary>
    public SimulatedTriage Drain(Func<RunScript, Observation> world)
    {
        for (var step = 0; !State.Running.IsEmpty; step++)
        {
            End(State.Running.Keys.First(), world, step);
        }

        return this;
    }

    /// <summary>Feeds the inputs in this order, with runs that end in between in an order drawn from a seed.</summary>
    public SimulatedTriage Run(IEnumerable<TriageInput> inputs, Func<RunScript, Observation> world, int seed)
    {
        var random = new Random(seed);
        var left = new Queue<TriageInput>(inputs);
        for (var step = 0; left.Count > 0 || !State.Running.IsEmpty; step++)
        {
            if (left.Count > 0 && (State.Running.IsEmpty || random.Next(2) == 0))
            {
                Feed(left.Dequeue());
            }
            else
            {
                End(State.Running.Keys.ElementAt(random.Next(State.Running.Count)), world, step);
            }
        }

        return this;
    }

    private void End(int run, Func<RunScript, Observation> world, int step)
    {
        Assert.True(step < MostSteps, "the runs never end");
        Feed(new TriageInput.RunEnded(run, world(State.Running[run])));
    }
}
