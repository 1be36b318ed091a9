using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Contracts.Processes;

/// <summary>The last bytes of an output stream, exactly as written, and how many there were.</summary>
/// <param name="Bytes">The last bytes, at most <see cref="ProcessSpec.TailBytes" />.</param>
/// <param name="TotalBytes">All bytes that were read from the target.</param>
public sealed record OutputTail(ReadOnlyMemory<byte> Bytes, long TotalBytes)
{
    private const int MostShown = 200;

    /// <summary>Nothing was written, or nothing passes through the node.</summary>
    public static OutputTail Empty { get; } = new(ReadOnlyMemory<byte>.Empty, 0);

    /// <summary>How many bytes went before those that are held.</summary>
    public long DroppedBytes => TotalBytes - Bytes.Length;

    /// <summary>Equal when bytes and count are.</summary>
    public bool Equals(OutputTail? other) =>
        other is not null && TotalBytes == other.TotalBytes && Bytes.Span.SequenceEqual(other.Bytes.Span);

    /// <summary>The last of the text, printable, and how many bytes there were in all.</summary>
    public override string ToString()
    {
        var shown = Bytes.Span[^Math.Min(Bytes.Length, MostShown)..];
        var text = shown.IsEmpty ? "" : $"\"{(shown.Length < TotalBytes ? "…" : "")}{Printable.FromBytes(shown)}\" ";
        return TotalBytes == 0 ? "nothing" : $"{text}({TotalBytes} bytes)";
    }

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(TotalBytes, Bytes.Length);
}
