using System.Text.Json;

namespace McpFuzzer.Actors.Fuzzing.Oracles;

/// <summary>Whether a call was asked to take as long as it took, as a tool that waits or polls is.</summary>
internal static class StatedDuration
{
    private const int DeepestArguments = 1_024;
    private const double Tolerance = 0.25;

    /// <summary>Whether a number in the arguments, in seconds or milliseconds, is about the time taken.</summary>
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
                    && (IsAbout(number, elapsed.TotalSeconds) || IsAbout(number, elapsed.TotalMilliseconds))
                )
                {
                    return true;
                }
            }
        }
        catch (JsonException)
        {
            // Arguments that are not JSON, or too deep to be read, state nothing.
        }

        return false;
    }

    private static bool IsAbout(double stated, double taken) =>
        double.IsFinite(stated) && Math.Abs(taken - stated) <= stated * Tolerance;
}
