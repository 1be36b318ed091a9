using McpFuzzer.Actors.Contracts.Executions;

namespace McpFuzzer.Actors.Client.Wire.Executions;

/// <summary>
/// Stands in for an operation that could not be sent or read, so that its request has its answer all the same: no handler is ever registered for it.
/// </summary>
/// <param name="Manifest">The name on the wire, or that of the type where there is none.</param>
/// <param name="Why">One line: what is missing, and on which side.</param>
public sealed record UnknownOperation(string Manifest, string Why) : IOperation
{
    /// <inheritdoc />
    public override string ToString() => $"operation '{Manifest}': {Why}";
}
