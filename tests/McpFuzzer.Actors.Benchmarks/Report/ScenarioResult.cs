using McpFuzzer.Actors.Benchmarks.Rounds;
using McpFuzzer.Actors.Benchmarks.Scenarios;

namespace McpFuzzer.Actors.Benchmarks.Report;

/// <summary>The results of all rounds of a scenario.</summary>
internal sealed class ScenarioResult(IScenario scenario)
{
    private readonly Dictionary<string, List<Outcome>> _outcomes = [];

    public IScenario Scenario { get; } = scenario;

    /// <summary>The contestants that failed, with the last reason.</summary>
    public SortedDictionary<string, string> Faults { get; } = new(StringComparer.Ordinal);

    public void Add(Contestant contestant, Outcome outcome)
    {
        if (!_outcomes.TryGetValue(contestant.Title, out var outcomes))
        {
            _outcomes[contestant.Title] = outcomes = [];
        }

        outcomes.Add(outcome);
        if (outcome.Fault is { } fault)
        {
            Faults[contestant.Title] = fault;
        }
    }

    /// <summary>Returns a contestant's figure; null where it did not take part or always failed.</summary>
    public Spread? Figure(string contestant, string metric) =>
        Spread.Of(
            Outcomes(contestant)
                .SelectMany(outcome => outcome.Figures.Where(figure => figure.Key == metric))
                .Select(figure => figure.Value)
        );

    /// <summary>Returns the ratio of two contestants' figures, formed in each round in which both have one.</summary>
    public Spread? Ratio(string contestant, string to, string metric) =>
        Spread.Of(
            Outcomes(contestant)
                .Zip(Outcomes(to))
                .Where(pair => pair.First.Figures.ContainsKey(metric) && pair.Second.Figures.ContainsKey(metric))
                .Select(pair => pair.First.Figures[metric] / pair.Second.Figures[metric])
        );

    /// <summary>Returns the figure that an aim bounds.</summary>
    public Spread? Seen(Aim aim) =>
        aim.To is { } to ? Ratio(aim.Contestant, to, aim.Metric) : Figure(aim.Contestant, aim.Metric);

    private List<Outcome> Outcomes(string contestant) => _outcomes.GetValueOrDefault(contestant) ?? [];
}
