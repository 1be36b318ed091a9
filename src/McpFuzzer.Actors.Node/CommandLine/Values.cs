using System.Globalization;
using McpFuzzer.Actors.Contracts.Bounds;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Node.CommandLine;

/// <summary>The values that an option takes: how a text becomes one, and which are allowed.</summary>
internal abstract class Values<T>
{
    /// <summary>What is allowed, as help shows it; null where the name of the value says enough.</summary>
    public virtual string? Shown => null;

    /// <summary>Reads the text of an option. Returns its validation error; null when the value is allowed.</summary>
    public abstract ValidationError? Read(string option, string text, out T value);
}

/// <summary>The values within a bound.</summary>
internal sealed class Within<T>(Bound<T> bound) : Values<T>
    where T : struct, IComparable<T>
{
    public override string Shown => bound.Range;

    public override ValidationError? Read(string option, string text, out T value) =>
        bound.Read(option, text, out value);
}

/// <summary>Seeds: every whole number of 64 bits.</summary>
internal sealed class Seeds : Values<long>
{
    public override ValidationError? Read(string option, string text, out long value) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value)
            ? null
            : new ValidationError(option, text, $"must be a whole number from {long.MinValue} to {long.MaxValue}");
}

/// <summary>A few words, and what each of them stands for.</summary>
internal sealed class Choices<T>(params (string Word, T Value)[] choices) : Values<T>
{
    public override string Shown =>
        $"{string.Join(", ", choices[..^1].Select(choice => choice.Word))} or {choices[^1].Word}";

    public override ValidationError? Read(string option, string text, out T value)
    {
        foreach (var choice in choices)
        {
            if (choice.Word == text)
            {
                value = choice.Value;
                return null;
            }
        }

        value = default!;
        return new ValidationError(option, text, TextRule.OneOf(choices.Select(choice => choice.Word)));
    }
}

/// <summary>A few words that stand for themselves.</summary>
internal sealed class Words(IReadOnlyList<string> words) : Values<string>
{
    public override string Shown => $"{string.Join(", ", words.SkipLast(1))} or {words[^1]}";

    public override ValidationError? Read(string option, string text, out string value)
    {
        value = text;
        return words.Contains(text, StringComparer.Ordinal)
            ? null
            : new ValidationError(option, text, TextRule.OneOf(words));
    }
}

/// <summary>Any text that is not blank, or those texts that another rule allows.</summary>
internal sealed class Texts(string allowed = "must not be empty", Func<string, bool>? isAllowed = null) : Values<string>
{
    public Texts(TextRule rule)
        : this(rule.Allowed, rule.Allows) { }

    public override ValidationError? Read(string option, string text, out string value)
    {
        value = text;
        return string.IsNullOrWhiteSpace(text) || isAllowed?.Invoke(text) == false
            ? new ValidationError(option, text, allowed)
            : null;
    }
}

/// <summary>Signals, by name or number.</summary>
internal sealed class Signals : Values<int>
{
    public override ValidationError? Read(string option, string text, out int value) =>
        SignalName.TryParse(text, out value) ? null : new ValidationError(option, text, SignalName.Allowed);
}

/// <summary>A path and a value around the first <c>=</c>, as <c>--set</c> takes them.</summary>
internal sealed class Assignments : Values<KeyValuePair<string, string>>
{
    public override ValidationError? Read(string option, string text, out KeyValuePair<string, string> value)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        value = equals > 0 ? KeyValuePair.Create(text[..equals].Trim(), text[(equals + 1)..].Trim()) : default;
        return equals > 0
            ? null
            : new ValidationError(option, text, "must be path=value, such as mcp-fuzzer.watchdog.check-interval=500ms");
    }
}
