using System.Buffers;

namespace McpFuzzer.Actors.Mcp.JsonRpc;

/// <summary>
/// What the first bytes of a line look like. A log line such as <c>[INFO] ready</c> must not be reported as broken
/// JSON.
/// </summary>
internal enum JsonLook
{
    /// <summary>White space only.</summary>
    Blank,

    /// <summary>Not like a JSON value.</summary>
    Nothing,

    /// <summary>Perhaps a bare value or a list: <c>42</c>, <c>"text"</c>, <c>[INFO]</c>.</summary>
    Perhaps,

    /// <summary>Like an object, or an array of objects.</summary>
    Structure,
}

/// <summary>Classifies a line by its first bytes.</summary>
internal static class JsonLooks
{
    /// <summary>Classifies a line by its first two bytes that are not white space.</summary>
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
