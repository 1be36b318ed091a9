namespace McpFuzzer.Actors.Fuzzing.Cases;

/// <summary>A part of a pattern.</summary>
internal abstract record PatternNode
{
    private PatternNode() { }

    /// <summary>One of some sequences: a group, or the whole.</summary>
    /// <param name="Branches">The parts in order; parts after an unsupported one are left out.</param>
    /// <param name="IsReadable">True when the whole pattern was read.</param>
    internal sealed record Choice(IReadOnlyList<IReadOnlyList<Repeat>> Branches, bool IsReadable) : PatternNode;

    /// <summary>One of some characters.</summary>
    internal sealed record OneOf(IReadOnlyList<string> Units) : PatternNode;

    /// <summary>Itself.</summary>
    internal sealed record Literal(string Text) : PatternNode;

    /// <summary>An unsupported part.</summary>
    internal sealed record Unreadable : PatternNode;

    /// <summary>A part and its repetition; null when the count is unsupported.</summary>
    internal sealed record Repeat(PatternNode Atom, (int Least, int Most)? Count)
    {
        public bool IsReadable => Count is not null && Atom is not (Unreadable or Choice { IsReadable: false });
    }
}
