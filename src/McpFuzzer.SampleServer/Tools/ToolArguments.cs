using System.Globalization;
using System.Text.Json;

namespace McpFuzzer.SampleServer.Tools;

/// <summary>The arguments break the schema. The reply is a result with <c>isError</c>.</summary>
internal sealed class ToolInputException(string message) : Exception(message);

/// <summary>Reads arguments as strictly as the schemas demand.</summary>
internal sealed class ToolArguments(IDictionary<string, JsonElement> values)
{
    /// <summary>Rejects every property that is not named.</summary>
    public ToolArguments Only(params ReadOnlySpan<string> names)
    {
        foreach (var name in values.Keys)
        {
            if (!names.Contains(name))
            {
                throw new ToolInputException("unknown argument");
            }
        }

        return this;
    }

    /// <summary>Reads a string of at most <paramref name="longest" /> characters.</summary>
    public string Text(string name, int longest)
    {
        var value = Get(name, JsonValueKind.String);
        string text;
        try
        {
            text = value.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            // An escaped lone surrogate is valid JSON, but not valid Unicode.
            throw new ToolInputException($"{name} must be valid Unicode");
        }

        return text.EnumerateRunes().Count() <= longest
            ? text
            : throw new ToolInputException($"{name} must have at most {longest} characters");
    }

    /// <summary>Reads a whole number; 1.0 is one.</summary>
    public long Whole(string name, long min, long max)
    {
        var number = Number(name, min, max);
        return Math.Floor(number) == number
            ? (long)number
            : throw new ToolInputException($"{name} must be a whole number");
    }

    /// <summary>Reads a number.</summary>
    public double Number(string name, double min, double max)
    {
        var value = Get(name, JsonValueKind.Number);
        return value.TryGetDouble(out var number) && number >= min && number <= max
            ? number
            : throw new ToolInputException(
                string.Create(CultureInfo.InvariantCulture, $"{name} must be from {min} to {max}")
            );
    }

    /// <summary>Returns an argument of any kind, as it was sent.</summary>
    public string Raw(string name) => values.TryGetValue(name, out var value) ? value.GetRawText() : "nothing";

    private JsonElement Get(string name, JsonValueKind kind) =>
        values.TryGetValue(name, out var value) && value.ValueKind == kind
            ? value
            : throw new ToolInputException($"{name} must be a {kind.ToString().ToLowerInvariant()}");
}
