using System.Text.Json;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Oracles;

/// <summary>
/// Recognises calls whose arguments ask for the time that they took, as for a tool that waits or polls.
/// </summary>
internal static class StatedDuration
{
    private const int DeepestArguments = 1_024;
    private const double Tolerance = 0.25;

    /// <summary>
    /// Returns whether a number in the arguments, in seconds or milliseconds, is about the elapsed time.
    /// </summary>
    public static bool Explains(ReadOnlySpan<byte> arguments, TimeSpan elapsed)
    {
        var reader = new Utf8JsonReader(arguments, new JsonReaderOptions { MaxDepth = DeepestArguments });
        try
        {
            while (reader.Read())
            {
                if (
                    reader.TokenType is JsonTokenType.Number
                    && reader.TryGetDouble(out var number)
                    && Explains(number, elapsed)
                )
                {
                    return true;
                }
            }
        }
        catch (JsonException)
        {
            // Arguments that are not JSON, or nested too deeply, state no duration.
        }

        return false;
    }

    /// <summary>Returns whether a number, in seconds or milliseconds, is about the elapsed time.</summary>
    public static bool Explains(double stated, TimeSpan elapsed) =>
        IsAbout(stated, elapsed.TotalSeconds) || IsAbout(stated, elapsed.TotalMilliseconds);

    /// <summary>Returns a schema's default numbers for absent properties.</summary>
    public static IReadOnlyList<double> DefaultsOf(JsonElement schema)
    {
        if (ServerAnswers.Member(schema, "properties") is not { ValueKind: JsonValueKind.Object } properties)
        {
            return [];
        }

        return
        [
            .. properties
                .EnumerateObject()
                .Select(property => ServerAnswers.Member(property.Value, "default"))
                .Where(value => value is { ValueKind: JsonValueKind.Number })
                .Select(value => value!.Value.TryGetDouble(out var number) ? number : double.NaN),
        ];
    }

    private static bool IsAbout(double stated, double taken) =>
        double.IsFinite(stated) && Math.Abs(taken - stated) <= stated * Tolerance;
}
