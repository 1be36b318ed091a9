using System.Collections;
using McpFuzzer.Actors.Fuzzing.Schemas;

namespace McpFuzzer.Actors.Fuzzing.Cases;

/// <summary>One item repeated, without the memory of a list.</summary>
internal sealed class RepeatedItem(JsonValue item, int count) : IReadOnlyList<JsonValue>
{
    public int Count => count;

    public JsonValue this[int index] =>
        index >= 0 && index < count
            ? item
            : throw new ArgumentOutOfRangeException(nameof(index), index, "no such item");

    public IEnumerator<JsonValue> GetEnumerator() => Enumerable.Repeat(item, count).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
