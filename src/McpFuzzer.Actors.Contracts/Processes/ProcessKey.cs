namespace McpFuzzer.Actors.Contracts.Processes;

/// <summary>
/// The address of a managed process: chosen by the caller or generated, unique per node, and never a pid, since pids
/// are reused.
/// </summary>
/// <param name="Value">1 to 128 letters, digits, <c>.</c>, <c>_</c> and <c>-</c>, starting with a letter or
/// digit.</param>
public sealed record ProcessKey(string Value)
{
    /// <summary>Its text.</summary>
    public string Value { get; init; } = Value ?? throw new ArgumentNullException(nameof(Value));

    /// <inheritdoc />
    public override string ToString() => Value;
}
