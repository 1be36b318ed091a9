using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace McpFuzzer.Actors.Os.Linux;

/// <summary>
/// struct epoll_event. On x86-64 alone it is packed: 12 bytes with the key at 4. Elsewhere it has 16 bytes with the key
/// at 8.
/// </summary>
internal static unsafe class EpollEvents
{
    internal const uint In = 0x001;
    internal const uint Out = 0x004;

    /// <summary>EPOLLET: reports each change once, not for as long as it lasts.</summary>
    internal const uint Edge = 1u << 31;

    internal static readonly int Size = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;

    private static readonly int KeyOffset = Size - sizeof(ulong);

    internal static void Write(byte* at, uint events, ulong key)
    {
        Unsafe.WriteUnaligned(at, events);
        Unsafe.WriteUnaligned(at + KeyOffset, key);
    }

    internal static (uint Events, ulong Key) Read(byte* at) =>
        (Unsafe.ReadUnaligned<uint>(at), Unsafe.ReadUnaligned<ulong>(at + KeyOffset));
}
