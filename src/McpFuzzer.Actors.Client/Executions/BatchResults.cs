using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Client.Executions;

/// <summary>A batch has ended: each operation is in one of the two lists, unless its list was not asked for.</summary>
/// <param name="Results">Those that succeeded, in the order of submission.</param>
/// <param name="Errors">Those that did not, in the order of submission.</param>
/// <typeparam name="T">What the operations return.</typeparam>
public sealed record BatchResults<T>(IReadOnlyList<BatchValue<T>> Results, IReadOnlyList<BatchError> Errors)
{
    /// <inheritdoc />
    public override string ToString() => RecordText.Of(this);
}

/// <summary>An operation of a batch that succeeded.</summary>
/// <param name="Index">Its place in the batch, from 0.</param>
/// <param name="Value">What it returned.</param>
/// <typeparam name="T">What the operations return.</typeparam>
public readonly record struct BatchValue<T>(int Index, T Value);
