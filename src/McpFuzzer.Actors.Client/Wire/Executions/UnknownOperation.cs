using McpFuzzer.Actors.Contracts.Executions;

namespace McpFuzzer.Actors.Client.Wire.Executions;

/// <summary>
/// Replaces an operation that could not be sent or read, so that its request still gets a reply. It never has a
/// handler.
/// </summary>
/// <param name="Manifest">Its manifest, or the name of its type when it has none.</param>
/// <param name="Why">One line: what is missing, and on which side.</param>
public sealed record UnknownOperation(string Manifest, string Why) : IOperation
{
    /// <inheritdoc />
    public override string ToString() => $"operation '{Manifest}': {Why}";
}
