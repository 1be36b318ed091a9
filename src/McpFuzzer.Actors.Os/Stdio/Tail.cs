using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Os.Stdio;

/// <summary>
/// The last bytes of a stream, in a ring that grows up to its capacity, and the count of all bytes (docs/hazards.md, 8
/// to 10: constant memory). Thread-safe.
/// </summary>
internal sealed class Tail(int capacity)
{
    private const int FirstSize = 256;

    private readonly Lock _gate = new();
    private byte[] _ring = [];
    private int _start;
    private int _length;
    private long _total;

    internal void Append(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            _total += bytes.Length;
            if (bytes.Length > capacity)
            {
                bytes = bytes[^capacity..];
            }

            if (bytes.IsEmpty)
            {
                return;
            }

            GrowFor(_length + bytes.Length);
            var end = (_start + _length) % _ring.Length;
            var first = Math.Min(bytes.Length, _ring.Length - end);
            bytes[..first].CopyTo(_ring.AsSpan(end));
            bytes[first..].CopyTo(_ring);

            var overwritten = Math.Max(0, _length + bytes.Length - _ring.Length);
            _start = (_start + overwritten) % _ring.Length;
            _length = Math.Min(_ring.Length, _length + bytes.Length);
        }
    }

    internal OutputTail Snapshot()
    {
        lock (_gate)
        {
            return new OutputTail(Copy(_length), _total);
        }
    }

    private void GrowFor(int wanted)
    {
        if (wanted <= _ring.Length || _ring.Length == capacity)
        {
            return;
        }

        var size = (int)Math.Min(capacity, Math.Max(FirstSize, Math.Max(wanted, 2L * _ring.Length)));
        _ring = Copy(size);
        _start = 0;
    }

    private byte[] Copy(int size)
    {
        var copy = new byte[size];
        var first = Math.Min(_length, _ring.Length - _start);
        _ring.AsSpan(_start, first).CopyTo(copy);
        _ring.AsSpan(0, _length - first).CopyTo(copy.AsSpan(first));
        return copy;
    }
}
