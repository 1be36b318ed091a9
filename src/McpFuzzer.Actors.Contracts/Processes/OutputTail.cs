namespace McpFuzzer.Actors.Contracts.Processes;

/// <summary>The last bytes of an output stream, exactly as written, and how many there were.</summary>
/// <param name="Bytes">The last bytes, at most <see cref="ProcessSpec.TailBytes" />.</param>
/// <param name="TotalBytes">All bytes that were read from the target.</param>
public sealed record OutputTail(ReadOnlyMemory<byte> Bytes, long TotalBytes)
{
    /// <summary>Nothing was written, or nothing passes through the node.</summary>
    public static OutputTail Empty { get; } = new(ReadOnlyMemory<byte>.Empty, 0);

    /// <summary>How many bytes went before those that are held.</summary>
    public long DroppedBytes => TotalBytes - Bytes.Length;

    /// <summary>Equal when bytes and count are.</summary>
    public bool Equals(OutputTail? other) =>
        other is not null && TotalBytes == other.TotalBytes && Bytes.Span.SequenceEqual(other.Bytes.Span);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(TotalBytes, Bytes.Length);
}
