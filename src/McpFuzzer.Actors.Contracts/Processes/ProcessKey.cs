namespace McpFuzzer.Actors.Contracts.Processes;

/// <summary>
/// The name under which a process is managed: given by the caller or made, unique per node, and never a pid, since pids are reused.
/// </summary>
/// <param name="Value">1 to 128 characters out of letters, digits, <c>.</c>, <c>_</c> and <c>-</c>, the first a letter or digit.</param>
public sealed record ProcessKey(string Value)
{
    /// <summary>Its text.</summary>
    public string Value { get; init; } = Value ?? throw new ArgumentNullException(nameof(Value));

    /// <inheritdoc />
    public override string ToString() => Value;
}
