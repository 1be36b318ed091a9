using System.Collections.Immutable;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Core.Processes;

/// <summary>An incarnation that has come to its end.</summary>
/// <param name="Snapshot">Its status then.</param>
/// <param name="Exited">Null when its leader's exit could not be determined.</param>
/// <param name="Outcome">The reply to a stop of it.</param>
internal sealed record EndedProcess(ProcessSnapshot Snapshot, ProcessExited? Exited, IStopReply Outcome);

/// <summary>The last ends, bounded: the oldest gives way. Immutable; an end costs one change of one map.</summary>
/// <param name="Capacity">How many ends are kept.</param>
internal sealed record ExitHistory(int Capacity)
{
    // A change is known to be one, so its value need not be compared.
    private ImmutableDictionary<ProcessKey, Past> Keys { get; init; } =
        ImmutableDictionary.Create<ProcessKey, Past>(keyComparer: null, ReferenceEqualityComparer.Instance);

    /// <summary>The key of each end, in the order of the ends.</summary>
    private ImmutableQueue<ProcessKey> Order { get; init; } = [];

    private int HighestForgotten { get; init; }

    /// <summary>How many ends are known.</summary>
    public int Count { get; private init; }

    /// <summary>How many keys are on the list.</summary>
    public int ListedCount { get; private init; }

    /// <summary>
    /// The ends that have not been removed from the list, one for each key, in the order of their keys.
    /// </summary>
    public IEnumerable<EndedProcess> Listed =>
        Keys
            .Values.Where(past => past.IsListed)
            .Select(past => past.Last)
            .OrderBy(ended => ended.Snapshot.Key.Value, StringComparer.Ordinal);

    /// <summary>Adds an end to the history and the list, or replaces what is known of it.</summary>
    public ExitHistory Add(EndedProcess ended)
    {
        var key = ended.Snapshot.Key;
        var past = Keys.GetValueOrDefault(key) ?? Past.None;
        if (past.IsListed && ReferenceEquals(past.Last, ended))
        {
            return this;
        }

        var next = past.Add(ended);
        var isNew = next.Ends.Length > past.Ends.Length;
        var added = this with
        {
            Keys = Keys.SetItem(key, next),
            Order = isNew ? Order.Enqueue(key) : Order,
            Count = Count + (isNew ? 1 : 0),
            ListedCount = ListedCount + (past.IsListed ? 0 : 1),
        };
        return added.Count > Capacity ? added.ForgetOldest() : added;
    }

    /// <summary>Returns the given incarnation of a key, or its last one.</summary>
    public EndedProcess? Find(ProcessKey key, int? incarnation = null) =>
        Keys.GetValueOrDefault(key) is not { } past ? null
        : incarnation is { } wanted ? past.Find(wanted)
        : past.Last;

    /// <summary>Returns the key's last incarnation that is still known.</summary>
    public int? LatestOf(ProcessKey key) => Find(key)?.Snapshot.Incarnation;

    /// <summary>
    /// Returns the number of the key's next incarnation, above its earlier ones. A key that is not known may have
    /// been forgotten. It goes on above the highest number that was forgotten of any key, so that a late message for an
    /// old incarnation cannot reach a new one with the same number.
    /// </summary>
    public int NextOf(ProcessKey key) => (LatestOf(key) ?? HighestForgotten) + 1;

    /// <summary>Takes a key off the list, since its next incarnation has begun or is due.</summary>
    public ExitHistory Unlist(ProcessKey key) =>
        Keys.GetValueOrDefault(key) is { IsListed: true } past
            ? this with
            {
                Keys = Keys.SetItem(key, past with { IsListed = false }),
                ListedCount = ListedCount - 1,
            }
            : this;

    /// <summary>Takes all keys off the list. They can still be found.</summary>
    public ExitHistory UnlistAll() => Keys.Keys.Aggregate(this, (history, key) => history.Unlist(key));

    private ExitHistory ForgetOldest()
    {
        var order = Order.Dequeue(out var key);
        var past = Keys[key];
        var rest = this with { Order = order, Count = Count - 1 };
        return past.Ends.Length > 1
            ? rest with
            {
                Keys = Keys.SetItem(key, past.WithoutFirst()),
            }
            : rest with
            {
                Keys = Keys.Remove(key),
                ListedCount = ListedCount - (past.IsListed ? 1 : 0),
                HighestForgotten = Math.Max(HighestForgotten, past.Last.Snapshot.Incarnation),
            };
    }

    /// <summary>The known ends of a key, in the order of their incarnations. The last may be on the list.</summary>
    private sealed record Past(ImmutableArray<EndedProcess> Ends, bool IsListed)
    {
        public static readonly Past None = new([], IsListed: false);

        public EndedProcess Last => Ends[^1];

        public EndedProcess? Find(int incarnation) =>
            Ends.FirstOrDefault(ended => ended.Snapshot.Incarnation == incarnation);

        public Past Add(EndedProcess ended) =>
            Find(ended.Snapshot.Incarnation) is { } known
                ? new Past(Ends.Replace(known, ended), IsListed: true)
                : new Past(Ends.Add(ended), IsListed: true);

        public Past WithoutFirst() => this with { Ends = Ends.RemoveAt(0) };
    }
}
