using System.Buffers;

namespace McpFuzzer.Actors.Mcp.JsonRpc;

/// <summary>What a line looks like from its first bytes, so that a log line such as <c>[INFO] ready</c> isn't called broken JSON.</summary>
internal enum JsonLook
{
    /// <summary>White space alone.</summary>
    Blank,

    /// <summary>Like no JSON value at all.</summary>
    Nothing,

    /// <summary>Perhaps a bare value or a list: <c>42</c>, <c>"text"</c>, <c>[INFO]</c>.</summary>
    Perhaps,

    /// <summary>Like an object, or an array of such.</summary>
    Structure,
}

/// <summary>Tells a line's look.</summary>
internal static class JsonLooks
{
    /// <summary>Looks at no more than the first two bytes that are not white space.</summary>
    public static JsonLook Of(ReadOnlySequence<byte> line)
    {
        var reader = new SequenceReader<byte>(line);
        reader.AdvancePastAny(" \t\r\n"u8);
        if (!reader.TryRead(out var first))
        {
            return JsonLook.Blank;
        }

        reader.AdvancePastAny(" \t\r\n"u8);
        var second = reader.TryRead(out var next) ? next : (byte?)null;
        return (first, second) switch
        {
            ((byte)'{', null or (byte)'"' or (byte)'}') => JsonLook.Structure,
            ((byte)'[', null or (byte)'{' or (byte)'[' or (byte)']') => JsonLook.Structure,
            ((byte)'{' or (byte)'[' or (byte)'"' or (byte)'-', _) => JsonLook.Perhaps,
            ((byte)'t' or (byte)'f' or (byte)'n' or (>= (byte)'0' and <= (byte)'9'), _) => JsonLook.Perhaps,
            _ => JsonLook.Nothing,
        };
    }
}
