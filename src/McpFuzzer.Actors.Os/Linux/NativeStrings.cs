using System.Runtime.InteropServices;
using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Os.Linux;

/// <summary>A vector of C strings (<see cref="ByteText" />) in one native block, ended by a null pointer, as execve(2) takes it.</summary>
internal sealed unsafe class NativeStrings : IDisposable
{
    private byte* _block;

    internal NativeStrings(IReadOnlyCollection<string> strings)
    {
        var pointers = (nuint)(strings.Count + 1) * (nuint)sizeof(byte*);
        var size = pointers;
        foreach (var text in strings)
        {
            size += (nuint)ByteText.CountBytes(text) + 1;
        }

        _block = (byte*)NativeMemory.AllocZeroed(size);
        var next = _block + pointers;
        var end = _block + size;
        var index = 0;
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
