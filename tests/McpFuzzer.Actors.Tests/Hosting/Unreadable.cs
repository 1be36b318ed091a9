using System.Collections;

namespace McpFuzzer.Actors.Tests.Hosting;

/// <summary>A list that throws when it is read.</summary>
internal sealed class Unreadable : IReadOnlyList<string>
{
    public int Count => 1;

    public string this[int index] => throw new NotSupportedException();

    public IEnumerator<string> GetEnumerator() => throw new NotSupportedException();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
