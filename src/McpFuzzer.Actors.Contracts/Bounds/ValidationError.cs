namespace McpFuzzer.Actors.Contracts.Bounds;

/// <summary>
/// What a spec, an option or a setting breaks. Its text is one line: what, its value, what is allowed.
/// </summary>
/// <param name="Name">The option, key or field, such as <c>--runs</c> or <c>Restart.MaxBackoff</c>.</param>
/// <param name="Value">The value as it was given; null where it is not shown, because it could be a secret.</param>
/// <param name="Allowed">What is allowed, such as <c>must be a whole number from 1 to 1024</c>.</param>
public sealed record ValidationError(string Name, string? Value, string Allowed)
{
    /// <summary>Returns the line, such as <c>--runs = 0: must be a whole number from 1 to 1024</c>.</summary>
    public override string ToString() =>
        Value switch
        {
            null => $"{Name}: {Allowed}",
            "" => $"{Name} = '': {Allowed}",
            _ => $"{Name} = {Value}: {Allowed}",
        };
}
