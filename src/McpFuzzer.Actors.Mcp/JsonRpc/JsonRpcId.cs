using System.Globalization;
using System.Text.Json;

namespace McpFuzzer.Actors.Mcp.JsonRpc;

/// <summary>Reads the ids of replies.</summary>
internal static class JsonRpcId
{
    /// <summary>
    /// Reads an id as a whole number. 7.0 and 7e0 are the same JSON number as 7, and some JSON libraries write them.
    /// </summary>
    public static bool TryRead(JsonElement id, out long number)
    {
        number = 0;
        if (id.ValueKind != JsonValueKind.Number)
        {
            return false;
        }

        if (id.TryGetInt64(out number))
        {
            return true;
        }

        if (id.TryGetDouble(out var real) && double.IsInteger(real) && Math.Abs(real) < 1L << 53)
        {
            number = (long)real;
            return true;
        }

        return false;
    }

    /// <summary>Reads a string that spells a whole number.</summary>
    public static bool TryReadText(JsonElement id, out long number)
    {
        number = 0;
        if (id.ValueKind != JsonValueKind.String)
        {
            return false;
        }

        var raw = id.GetRawText();
        return long.TryParse(
            raw.AsSpan(1, raw.Length - 2),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out number
        );
    }
}
