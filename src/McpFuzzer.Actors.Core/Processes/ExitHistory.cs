using System.Collections.Immutable;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Core.Processes;

/// <summary>An incarnation that has come to its end.</summary>
/// <param name="Snapshot">Its status then.</param>
/// <param name="Exited">Null when its leader's exit could not be determined.</param>
/// <param name="Outcome">The reply to a stop of it.</param>
internal sealed record EndedProcess(ProcessSnapshot Snapshot, ProcessExited? Exited, IStopReply Outcome);

/// <summary>The last ends, bounded: the oldest gives way. Immutable; an end costs one change of each map.</summary>
/// <param name="Capacity">How many ends are kept.</param>
internal sealed record ExitHistory(int Capacity)
{
    private ImmutableDictionary<ProcessKey, Past> Keys { get; init; } = ImmutableDictionary<ProcessKey, Past>.Empty;

    private ImmutableDictionary<End, EndedProcess> Ends { get; init; } = ImmutableDictionary<End, EndedProcess>.Empty;

    private ImmutableQueue<End> Order { get; init; } = [];

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
        var end = new End(ended.Snapshot.Key, ended.Snapshot.Incarnation);
        var past = Keys.GetValueOrDefault(end.Key);
        if (past is { IsListed: true } && ReferenceEquals(past.Last, ended))
        {
            return this;
        }

        var isNew = !Ends.ContainsKey(end);
        var added = this with
        {
            Keys = Keys.SetItem(end.Key, new Past(ended, IsListed: true)),
            Ends = Ends.SetItem(end, ended),
            Order = isNew ? Order.Enqueue(end) : Order,
            Count = Count + (isNew ? 1 : 0),
            ListedCount = ListedCount + (past is { IsListed: true } ? 0 : 1),
        };
        return added.Count > Capacity ? added.ForgetOldest() : added;
    }

    /// <summary>Returns the given incarnation of a key, or its last one.</summary>
    public EndedProcess? Find(ProcessKey key, int? incarnation = null) =>
        incarnation is { } wanted ? Ends.GetValueOrDefault(new End(key, wanted)) : Keys.GetValueOrDefault(key)?.Last;

    /// <summary>Returns the key's last incarnation that is still known.</summary>
    public int? LatestOf(ProcessKey key) => Keys.GetValueOrDefault(key)?.Last.Snapshot.Incarnation;

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
        var order = Order.Dequeue(out var oldest);
        var past = Keys[oldest.Key];
        var rest = this with { Ends = Ends.Remove(oldest), Order = order, Count = Count - 1 };
        return past.Last.Snapshot.Incarnation == oldest.Incarnation
            ? rest with
            {
                Keys = Keys.Remove(oldest.Key),
                ListedCount = ListedCount - (past.IsListed ? 1 : 0),
                HighestForgotten = Math.Max(HighestForgotten, oldest.Incarnation),
            }
            : rest;
    }

    private sealed record End(ProcessKey Key, int Incarnation);

    /// <summary>The last known end of a key, which may be on the list.</summary>
    private sealed record Past(EndedProcess Last, bool IsListed);
}
