using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace McpFuzzer.Actors.Fuzzing.Cases;

/// <summary>
/// The random numbers of one case: xoshiro256** (Blackman and Vigna), seeded with a hash of the case's identity.
/// Implemented here, since a recorded seed must give the same cases on every runtime, and System.Random guarantees no
/// sequence.
/// </summary>
internal sealed class CaseRandom
{
    private const int NumbersLength = 20;

    private readonly ulong[] _state = new ulong[4];

    private CaseRandom(ReadOnlySpan<byte> state)
    {
        for (var i = 0; i < _state.Length; i++)
        {
            _state[i] = BinaryPrimitives.ReadUInt64LittleEndian(state[(i * 8)..]);
        }
    }

    /// <summary>Creates the sequence of a state of 32 bytes, not all of them zero.</summary>
    public static CaseRandom From(ReadOnlySpan<byte> state) => new(state);

    /// <summary>Creates the numbers of one case.</summary>
    /// <param name="seed">The campaign's.</param>
    /// <param name="schema">The input schema as compact JSON.</param>
    /// <param name="tool">The tool's name.</param>
    /// <param name="phase">The phase.</param>
    /// <param name="index">The case's index.</param>
    public static CaseRandom Of(long seed, ReadOnlySpan<byte> schema, string tool, string phase, int index)
    {
        // The lengths are hashed too, so that no two cases hash the same bytes. The schema is hashed last, so its hash
        // cannot be shared by the cases. Recorded seeds depend on this order.
        var (name, stage) = (Encoding.UTF8.GetByteCount(tool), Encoding.UTF8.GetByteCount(phase));
        var length = NumbersLength + name + stage + schema.Length;
        var rented = ArrayPool<byte>.Shared.Rent(length);
        var hashed = rented.AsSpan(0, length);
        BinaryPrimitives.WriteInt64LittleEndian(hashed, seed);
        BinaryPrimitives.WriteInt32LittleEndian(hashed[8..], name);
        BinaryPrimitives.WriteInt32LittleEndian(hashed[12..], stage);
        BinaryPrimitives.WriteInt32LittleEndian(hashed[16..], index);
        Encoding.UTF8.GetBytes(tool, hashed[NumbersLength..]);
        Encoding.UTF8.GetBytes(phase, hashed[(NumbersLength + name)..]);
        schema.CopyTo(hashed[(NumbersLength + name + stage)..]);
        Span<byte> state = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(hashed, state);
        ArrayPool<byte>.Shared.Return(rented);
        return new CaseRandom(state);
    }

    /// <summary>Returns 64 random bits.</summary>
    public ulong Next()
    {
        var result = BitOperations.RotateLeft(_state[1] * 5, 7) * 9;
        var shifted = _state[1] << 17;
        _state[2] ^= _state[0];
        _state[3] ^= _state[1];
        _state[1] ^= _state[2];
        _state[0] ^= _state[3];
        _state[2] ^= shifted;
        _state[3] = BitOperations.RotateLeft(_state[3], 45);
        return result;
    }

    /// <summary>Returns a number from 0 to <paramref name="count" /> − 1; a count below one counts as one.</summary>
    public int Below(int count) => count <= 1 ? 0 : (int)((UInt128)Next() * (ulong)count >> 64);

    /// <summary>Returns a number from <paramref name="least" /> to <paramref name="most" />, inclusive.</summary>
    public long Between(long least, long most) =>
        most <= least ? least : least + (long)(ulong)((UInt128)Next() * ((UInt128)(ulong)(most - least) + 1) >> 64);

    /// <summary>Returns true once in so many times.</summary>
    public bool OneIn(int times) => Below(times) == 0;

    /// <summary>One of them.</summary>
    public T Pick<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    /// <summary>Shuffles a list (Fisher and Yates).</summary>
    public IReadOnlyList<T> Shuffle<T>(IEnumerable<T> source)
    {
        var shuffled = source.ToArray();
        for (var i = shuffled.Length - 1; i > 0; i--)
        {
            var j = Below(i + 1);
            (shuffled[i], shuffled[j]) = (shuffled[j], shuffled[i]);
        }

        return shuffled;
    }
}
