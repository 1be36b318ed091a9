using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Client.Executions;

/// <summary>A completed batch. Each operation is in one of the two lists, unless that list was not requested.</summary>
/// <param name="Results">The successful operations, in submission order.</param>
/// <param name="Errors">The other operations, in submission order.</param>
/// <typeparam name="T">The type of the operations' results.</typeparam>
public sealed record BatchResults<T>(IReadOnlyList<BatchValue<T>> Results, IReadOnlyList<BatchError> Errors)
{
    /// <inheritdoc />
    public override string ToString() => RecordText.Of(this);
}

/// <summary>An operation of a batch that succeeded.</summary>
/// <param name="Index">Its place in the batch, from 0.</param>
/// <param name="Value">Its result.</param>
/// <typeparam name="T">The type of the operations' results.</typeparam>
public readonly record struct BatchValue<T>(int Index, T Value);
