using System.Collections;

namespace McpFuzzer.Actors.Hazards.Tests.Faults;

/// <summary>A list from a faulty caller.</summary>
internal sealed class Unreadable : IReadOnlyList<string>
{
    public int Count => 1;

    public string this[int index] => throw new NotSupportedException();

    public IEnumerator<string> GetEnumerator() => throw new NotSupportedException();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
