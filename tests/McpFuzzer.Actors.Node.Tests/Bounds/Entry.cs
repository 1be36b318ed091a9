namespace McpFuzzer.Actors.Node.Tests.Bounds;

/// <summary>One place where a user or a program gives a quantity.</summary>
internal abstract class Entry
{
    /// <summary>Its name in these tests, such as <c>fuzz --runs</c> or <c>mcp-fuzzer.node.port</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The line that rejects a value that no bound allows; null when the entry takes it.</summary>
    public string? Error => Reject(NeverAllowed);

    /// <summary>A value that no bound allows.</summary>
    protected abstract Quantity NeverAllowed { get; }

    /// <summary>Returns the line that rejects a value; null when the value is taken.</summary>
    public abstract string? Reject(Quantity quantity);

    /// <summary>Returns whether a line begins with the name that users know, and with the value.</summary>
    public abstract bool IsNamedIn(string line, Quantity quantity);

    public override string ToString() => Name;
}
