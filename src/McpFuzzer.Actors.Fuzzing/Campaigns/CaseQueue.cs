using System.Collections.Immutable;
using McpFuzzer.Actors.Fuzzing.Cases;

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <summary>
/// The cases to send, in order: first returned cases, then the plan, and last the cases of tools that crash or block
/// the server. Cases of a suspected tool are held until triage has decided. Within the plan, the tool with the fewest
/// calls in flight is next, so that slow tools do not delay the others. Cases that are not Unicode are sent alone, when
/// the server is idle: the first at once, the others in batches.
/// </summary>
internal sealed record CaseQueue
{
    /// <summary>The plan is asked for more below this number of cases.</summary>
    public const int Low = 64;

    /// <summary>The number of cases requested at once.</summary>
    public const int Batch = 192;

    /// <summary>At most this many cases of one tool count, since other tools must not wait for them.</summary>
    private const int MostCounted = 8;

    /// <summary>
    /// This many cases that run alone form a batch, unless many other cases were sent in the meantime.
    /// </summary>
    public const int MostAlone = 8;

    /// <summary>The upper bound of cases in the queue.</summary>
    private const int MostPlanned = 512;

    private ImmutableQueue<FuzzCase> Again { get; init; } = [];

    private ImmutableList<FuzzCase> Planned { get; init; } = [];

    private ImmutableDictionary<string, int> PlannedOf { get; init; } = ImmutableDictionary<string, int>.Empty;

    private ImmutableList<FuzzCase> Alone { get; init; } = [];

    private bool IsAloneDue { get; init; } = true;

    private int PassedAlone { get; init; }

    private ImmutableQueue<FuzzCase> Last { get; init; } = [];

    private ImmutableDictionary<string, ImmutableQueue<FuzzCase>> Held { get; init; } =
        ImmutableDictionary<string, ImmutableQueue<FuzzCase>>.Empty;

    private ImmutableDictionary<string, int> Holds { get; init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>The tools that crash or block the server.</summary>
    public ImmutableHashSet<string> Dangerous { get; init; } = [];

    /// <summary>The tools that were given up.</summary>
    public ImmutableHashSet<string> GivenUp { get; init; } = [];

    /// <summary>The plan was asked for more.</summary>
    public bool IsAsking { get; init; }

    /// <summary>The plan has no more.</summary>
    public bool IsPlanOver { get; init; }

    /// <summary>How many cases there are in all, at most.</summary>
    public int AtMost { get; init; }

    /// <summary>There is nothing to send, now or later.</summary>
    public bool IsEmpty =>
        IsPlanOver && Again.IsEmpty && Planned.IsEmpty && Alone.IsEmpty && Last.IsEmpty && Held.IsEmpty;

    /// <summary>Returns whether the plan should be asked for more.</summary>
    public bool WantsMore =>
        !IsAsking
        && !IsPlanOver
        && Planned.Count < MostPlanned
        && PlannedOf.Values.Sum(count => Math.Min(count, MostCounted)) < Low;

    /// <summary>Adds cases of the plan.</summary>
    public CaseQueue Add(IReadOnlyList<FuzzCase> cases, bool isOver, int atMost) =>
        this with
        {
            Planned = Planned.AddRange(cases),
            PlannedOf = cases.Aggregate(PlannedOf, (counts, added) => Change(counts, added.Tool, 1)),
            IsAsking = false,
            IsPlanOver = isOver,
            AtMost = atMost,
        };

    /// <summary>Returns a case, which is sent before those of the plan.</summary>
    public CaseQueue Return(FuzzCase returned) => this with { Again = Again.Enqueue(returned) };

    /// <summary>Holds the cases of a tool, until each hold is released.</summary>
    public CaseQueue Hold(string tool) => this with { Holds = Holds.SetItem(tool, Holds.GetValueOrDefault(tool) + 1) };

    /// <summary>Releases one hold of a tool.</summary>
    public CaseQueue Release(string tool)
    {
        var holds = Holds.GetValueOrDefault(tool) - 1;
        if (holds > 0)
        {
            return this with { Holds = Holds.SetItem(tool, holds) };
        }

        var released = Held.GetValueOrDefault(tool) ?? [];
        return this with
        {
            Holds = Holds.Remove(tool),
            Held = Held.Remove(tool),
            Again = released.Where(held => held.IsUnicode).Aggregate(Again, (queue, held) => queue.Enqueue(held)),
            Alone = Alone.AddRange(released.Where(held => !held.IsUnicode)),
        };
    }

    /// <summary>
    /// Takes the next case that may be sent; null when there is none now. Cases of tools that were given up are
    /// returned as left over.
    /// </summary>
    /// <param name="inFlight">How many calls of a tool are in flight.</param>
    public (CaseQueue Queue, FuzzCase? Next, ImmutableList<FuzzCase> LeftOver) Take(Func<string, int> inFlight)
    {
        var queue = this;
        var leftOver = ImmutableList<FuzzCase>.Empty;
        while (queue.Front(inFlight) is var (rest, next, place))
        {
            if (queue.GivenUp.Contains(next.Tool))
            {
                leftOver = leftOver.Add(next);
                queue = rest;
            }
            else if (queue.Holds.ContainsKey(next.Tool))
            {
                queue = rest.Keep(next);
            }
            else if (queue.Dangerous.Contains(next.Tool) && place is not Place.Last)
            {
                queue = rest with { Last = rest.Last.Enqueue(next) };
            }
            else if (!next.IsUnicode && place is Place.Plan)
            {
                queue = rest with
                {
                    Alone = rest.Alone.Add(next),
                    IsAloneDue = rest.IsAloneDue || rest.Alone.Count + 1 >= MostAlone,
                };
            }
            else
            {
                return (place is Place.Plan ? rest.Pass() : rest, next, leftOver);
            }
        }

        return (queue, null, leftOver);
    }

    /// <summary>Takes all cases.</summary>
    public (CaseQueue Queue, ImmutableList<FuzzCase> All) TakeAll() =>
        (
            this with
            {
                Again = [],
                Planned = [],
                PlannedOf = PlannedOf.Clear(),
                Alone = [],
                Last = [],
                Held = Held.Clear(),
            },
            [.. Again, .. Planned, .. Alone, .. Last, .. Held.Values.SelectMany(held => held)]
        );

    private CaseQueue Pass() =>
        Alone.IsEmpty
            ? this
            : this with
            {
                PassedAlone = PassedAlone + 1,
                IsAloneDue = IsAloneDue || PassedAlone + 1 >= Batch,
            };

    private CaseQueue Keep(FuzzCase held) =>
        this with
        {
            Held = Held.SetItem(held.Tool, (Held.GetValueOrDefault(held.Tool) ?? []).Enqueue(held)),
        };

    private (CaseQueue Remaining, FuzzCase Next, Place Place)? Front(Func<string, int> inFlight)
    {
        if (!Again.IsEmpty)
        {
            return (this with { Again = Again.Dequeue(out var again) }, again, Place.Again);
        }

        if (!Alone.IsEmpty && (IsAloneDue || (IsPlanOver && Planned.IsEmpty)))
        {
            var rest = this with { Alone = Alone.RemoveAt(0), IsAloneDue = Alone.Count > 1, PassedAlone = 0 };
            return (rest, Alone[0], Place.Alone);
        }

        if (!Planned.IsEmpty)
        {
            var index = FewestInFlight(inFlight);
            var planned = Planned[index];
            return (
                this with
                {
                    Planned = Planned.RemoveAt(index),
                    PlannedOf = Change(PlannedOf, planned.Tool, -1),
                },
                planned,
                Place.Plan
            );
        }

        return IsPlanOver && !Last.IsEmpty ? (this with { Last = Last.Dequeue(out var last) }, last, Place.Last) : null;
    }

    private int FewestInFlight(Func<string, int> inFlight)
    {
        var (found, fewest) = (0, int.MaxValue);
        var looked = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < Planned.Count && looked.Count < PlannedOf.Count && fewest > 0; index++)
        {
            var tool = Planned[index].Tool;
            if (looked.Add(tool) && inFlight(tool) is var count && count < fewest)
            {
                (found, fewest) = (index, count);
            }
        }

        return found;
    }

    private static ImmutableDictionary<string, int> Change(
        ImmutableDictionary<string, int> counts,
        string tool,
        int by
    ) =>
        counts.GetValueOrDefault(tool) + by is var count && count > 0
            ? counts.SetItem(tool, count)
            : counts.Remove(tool);

    /// <summary>The source of a case.</summary>
    private enum Place
    {
        Again,
        Alone,
        Plan,
        Last,
    }
}
