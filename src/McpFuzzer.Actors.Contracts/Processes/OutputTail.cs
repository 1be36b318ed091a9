using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Contracts.Processes;

/// <summary>The last bytes of an output stream, exactly as written, and their total number.</summary>
/// <param name="Bytes">The last bytes, at most <see cref="ProcessSpec.TailBytes" />.</param>
/// <param name="TotalBytes">The number of all bytes read from the target.</param>
public sealed record OutputTail(ReadOnlyMemory<byte> Bytes, long TotalBytes)
{
    private const int MostShown = 200;

    /// <summary>The target wrote nothing, or its output does not pass through the node.</summary>
    public static OutputTail Empty { get; } = new(ReadOnlyMemory<byte>.Empty, 0);

    /// <summary>The number of bytes before the kept ones.</summary>
    public long DroppedBytes => TotalBytes - Bytes.Length;

    /// <summary>Equal when the bytes and the count are equal.</summary>
    public bool Equals(OutputTail? other) =>
        other is not null && TotalBytes == other.TotalBytes && Bytes.Span.SequenceEqual(other.Bytes.Span);

    /// <summary>Returns the end of the text, printable, and the total number of bytes.</summary>
    public override string ToString()
    {
        var shown = Bytes.Span[^Math.Min(Bytes.Length, MostShown)..];
        var text = shown.IsEmpty ? "" : $"\"{(shown.Length < TotalBytes ? "…" : "")}{Printable.FromBytes(shown)}\" ";
        return TotalBytes == 0 ? "nothing" : $"{text}({TotalBytes} bytes)";
    }

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(TotalBytes, Bytes.Length);
}
