namespace McpFuzzer.Actors.Fuzzing.Cases;

/// <summary>A part of a pattern.</summary>
internal abstract record PatternNode
{
    private PatternNode() { }

    /// <summary>One of some sequences: a group, or the whole.</summary>
    /// <param name="Branches">In their order; what follows a part that can't be read is left out.</param>
    /// <param name="IsReadable">Whether it ends as it should.</param>
    internal sealed record Choice(IReadOnlyList<IReadOnlyList<Repeat>> Branches, bool IsReadable) : PatternNode;

    /// <summary>One of some characters.</summary>
    internal sealed record OneOf(IReadOnlyList<string> Units) : PatternNode;

    /// <summary>Itself.</summary>
    internal sealed record Literal(string Text) : PatternNode;

    /// <summary>Something that can't be made a text of here.</summary>
    internal sealed record Unreadable : PatternNode;

    /// <summary>A part and how often it stands there; no count when that can't be read.</summary>
    internal sealed record Repeat(PatternNode Atom, (int Least, int Most)? Count)
    {
        public bool IsReadable => Count is not null && Atom is not (Unreadable or Choice { IsReadable: false });
    }
}
