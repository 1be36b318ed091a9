using System.Buffers.Binary;
using System.Security.Cryptography;

namespace McpFuzzer.Actors.Fuzzing.Schemas;

/// <summary>A value as it is sent.</summary>
/// <param name="Json">Compact UTF-8 JSON.</param>
/// <param name="IsUnicode">Whether no text in it holds a lone surrogate.</param>
internal readonly record struct WrittenJson(byte[] Json, bool IsUnicode)
{
    /// <summary>Identifies values without keeping them: the first half of their SHA-256.</summary>
    public UInt128 Digest()
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Json, hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}
