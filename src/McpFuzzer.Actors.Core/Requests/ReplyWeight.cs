using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Core.Requests;

/// <summary>
/// Estimates the memory of a reply in bytes. Values of operations count if they can be measured without foreign code:
/// strings, bytes and arrays. Any other value counts as a small object.
/// </summary>
internal static class ReplyWeight
{
    /// <summary>The size of a small reply and its entry.</summary>
    public const int Small = 256;

    private const int Item = 32;

    public static long Of(object reply) =>
        reply switch
        {
            OperationCompleted { Outcome: OperationOutcome.Succeeded { Value: var value } } => Small + OfValue(value),
            OperationCompleted { Outcome: OperationOutcome.Failed failed } => Small
                + OfError(failed.Type, failed.Message),
            BatchCompleted batch => Small + OfBatch(batch),
            ProcessExited exited => Small + exited.StdoutTail.Bytes.Length + exited.StderrTail.Bytes.Length,
            ProcessStopped stopped => Small + stopped.StdoutTail.Bytes.Length + stopped.StderrTail.Bytes.Length,
            _ => Small,
        };

    private static long OfBatch(BatchCompleted batch)
    {
        var weight = 0L;
        foreach (var result in batch.Results)
        {
            weight += Item + OfValue(result.Value);
        }

        foreach (var error in batch.Errors)
        {
            weight += Item + OfError(error.Type, error.Message);
        }

        return weight;
    }

    // A foreign exception may have a null message.
    private static long OfError(string? type, string? message) =>
        sizeof(char) * ((long)(type?.Length ?? 0) + (message?.Length ?? 0));

    private static long OfValue(object? value) =>
        value switch
        {
            null => 0,
            string text => Item + (sizeof(char) * (long)text.Length),
            byte[] bytes => Item + bytes.LongLength,
            ReadOnlyMemory<byte> bytes => Item + bytes.Length,
            string[] texts => Item + texts.Sum(OfValue),
            byte[][] pieces => Item + pieces.Sum(OfValue),
            Array array => Item + OfArray(array),
            _ => Item,
        };

    private static long OfArray(Array array) =>
        array.GetType().GetElementType() is { IsPrimitive: true }
            ? Buffer.ByteLength(array)
            : (long)Item * array.LongLength;
}
