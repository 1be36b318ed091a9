namespace McpFuzzer.Actors.Fuzzing.Triage;

/// <summary>Chooses the runs to start next, as many as there are servers for, and the runs to cancel.</summary>
internal sealed class RunPlanner(IsolationSettings settings)
{
    /// <summary>The number of calls confirmed on one server.</summary>
    private const int MostInTurn = 50;

    /// <summary>The number of servers kept free of runs that may wait as long as a lost reply.</summary>
    private const int KeptForShortRuns = 2;

    /// <summary>Returns the runs to start, in the order of the questions.</summary>
    public IReadOnlyList<RunScript> Missing(TriageState state, IsolationPolicy policy)
    {
        var room = settings.Servers - state.Running.Count;
        var needed = Needed(state, policy);
        var inTurn = needed.SelectMany(runs => runs).Where(run => run.Mode is RunMode.InTurn).ToList();
        var longRoom = settings.Servers - KeptForShortRuns - state.Running.Values.Count(run => run.MayTakeLong);
        var chosen = Choose([.. needed.Select(runs => NotUnderWay(runs, state))], room, Math.Min(room, longRoom));
        return chosen.Count < room && BatchOf(inTurn, state) is { } batch ? [.. chosen, batch] : chosen;
    }

    /// <summary>
    /// Returns the runs that no question needs any more. A control may serve a later question until the campaign has no
    /// more evidence.
    /// </summary>
    public static IEnumerable<int> Needless(TriageState state, IsolationPolicy policy)
    {
        if (state.Running.IsEmpty)
        {
            return [];
        }

        var left = state
            .Running.Where(run => !state.Dropped.Contains(run.Key))
            .Where(run => run.Value.Mode is RunMode.Alone || (state.IsConcluding && run.Value.Mode is RunMode.Control))
            .ToList();
        foreach (var script in Needed(state, policy).SelectMany(runs => runs))
        {
            if (left.FindIndex(run => run.Value.StandsIn(script)) is >= 0 and var index)
            {
                left.RemoveAt(index);
            }
        }

        return left.ConvertAll(run => run.Key);
    }

    private static List<IReadOnlyList<RunScript>> Needed(TriageState state, IsolationPolicy policy) =>
        [
            .. state
                .Questions.Select(question => policy.Next(question, state.Seen, state.Samples))
                .OfType<IsolationStep.Needs>()
                .Select(needs => needs.Runs),
        ];

    // A running run that ends about as soon counts as one of those that a question needs.
    private static List<RunScript> NotUnderWay(IReadOnlyList<RunScript> needed, TriageState state)
    {
        var underWay = state.Running.Where(run => !state.Dropped.Contains(run.Key)).Select(run => run.Value).ToList();
        var missing = new List<RunScript>();
        foreach (var script in needed.Where(run => run.Mode is not RunMode.InTurn))
        {
            if (underWay.FindIndex(run => run.StandsIn(script)) is >= 0 and var index)
            {
                underWay.RemoveAt(index);
            }
            else
            {
                missing.Add(script);
            }
        }

        return missing;
    }

    // The first run of each question comes before the second of any: one run decides most questions.
    private static List<RunScript> Choose(IReadOnlyList<IReadOnlyList<RunScript>> missing, int room, int longRoom)
    {
        var chosen = new List<RunScript>();
        var longest = missing.Select(runs => runs.Count).DefaultIfEmpty().Max();
        for (var turn = 0; turn < longest; turn++)
        {
            foreach (var script in missing.Where(runs => turn < runs.Count).Select(runs => runs[turn]))
            {
                var hasRoom =
                    chosen.Count < room && (!script.MayTakeLong || chosen.Count(run => run.MayTakeLong) < longRoom);
                if (hasRoom && !IsShared(script, chosen))
                {
                    chosen.Add(script);
                }
            }
        }

        return chosen;
    }

    // Questions share their controls.
    private static bool IsShared(RunScript script, List<RunScript> chosen) =>
        script.Mode is RunMode.Control && chosen.Exists(run => run.StandsIn(script));

    // One batch at a time: new calls go into the next.
    private static RunScript? BatchOf(List<RunScript> inTurn, TriageState state) =>
        inTurn.Count == 0 || state.Running.Values.Any(run => run.Mode is RunMode.InTurn)
            ? null
            : new RunScript(
                RunMode.InTurn,
                [
                    .. inTurn
                        .SelectMany(script => script.Calls)
                        .DistinctBy(call => call.CaseId, StringComparer.Ordinal)
                        .Take(MostInTurn),
                ],
                TimeSpan.Zero
            );
}
