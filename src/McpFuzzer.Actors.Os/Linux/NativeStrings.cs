using System.Runtime.InteropServices;
using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Os.Linux;

/// <summary>
/// A vector of C strings (<see cref="ByteText" />) in one native block, ended by a null pointer, as execve(2) takes it
/// (docs/hazards.md, 52).
/// </summary>
internal sealed unsafe class NativeStrings : IDisposable
{
    private byte* _block;

    /// <summary>Encodes strings after strings that are already encoded and outlive this instance.</summary>
    internal NativeStrings(IReadOnlyCollection<string> strings, ReadOnlySpan<nint> encoded = default)
    {
        var pointers = (nuint)(encoded.Length + strings.Count + 1) * (nuint)sizeof(byte*);
        var size = pointers;
        foreach (var text in strings)
        {
            size += (nuint)ByteText.CountBytes(text) + 1;
        }

        _block = (byte*)NativeMemory.AllocZeroed(size);
        var next = _block + pointers;
        var end = _block + size;
        encoded.CopyTo(new Span<nint>(_block, encoded.Length));
        var index = encoded.Length;
        foreach (var text in strings)
        {
            Vector[index++] = next;
            next += ByteText.Encode(text, new Span<byte>(next, (int)(end - next))) + 1;
        }
    }

    internal byte** Vector => (byte**)_block;

    public void Dispose()
    {
        NativeMemory.Free(_block);
        _block = null;
    }
}
