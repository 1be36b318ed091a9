namespace McpFuzzer.Actors.Contracts.Bounds;

/// <summary>
/// The texts that an option or a field may have. Like a <see cref="Bound{T}" />, each rule is defined once.
/// </summary>
/// <param name="allowed">What is allowed, in the words of an error.</param>
/// <param name="allows">Returns whether a text is allowed.</param>
internal sealed class TextRule(string allowed, Func<string, bool> allows)
{
    /// <summary>What is allowed, in the words of an error.</summary>
    public string Allowed => allowed;

    /// <summary>Returns what is allowed where it is one of a few words.</summary>
    public static string OneOf(IEnumerable<string> words) => $"must be one of {string.Join(", ", words)}";

    /// <summary>Returns whether a text is allowed.</summary>
    public bool Allows(string text) => allows(text);
}
