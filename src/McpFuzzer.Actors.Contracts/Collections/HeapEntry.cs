namespace McpFuzzer.Actors.Contracts.Collections;

/// <summary>
/// An entry of an <see cref="IndexedHeap{T}" /> (docs/performance.md, "Registered processes"). It is in one heap at
/// most.
/// </summary>
internal abstract class HeapEntry
{
    /// <summary>The place of an entry that is not queued.</summary>
    internal const int Nowhere = -1;

    /// <summary>When it is due, in the unit of its heap.</summary>
    internal long Due { get; set; }

    /// <summary>Its place in the heap.</summary>
    internal int Place { get; set; } = Nowhere;

    internal bool IsQueued => Place >= 0;
}
