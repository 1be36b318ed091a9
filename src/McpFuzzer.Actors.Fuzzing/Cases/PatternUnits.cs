namespace McpFuzzer.Actors.Fuzzing.Cases;

/// <summary>The characters for the classes of a pattern: the plainest ones of each class.</summary>
internal static class PatternUnits
{
    public const string Word = Letters + Digits + "_";

    private const string Digits = "0123456789";
    private const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    public static string Printable { get; } = new([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code)]);

    /// <summary>
    /// Returns the characters of an escape; null when it is not supported (<c>\b</c>, <c>\1</c>, <c>\p</c>).
    /// </summary>
    public static string? OfEscape(char escaped) =>
        escaped switch
        {
            'd' => Digits,
            'w' => Word,
            's' => " ",
            'S' => Word,
            'D' => Letters,
            'W' => " .,",
            't' => "\t",
            'n' => "\n",
            'r' => "\r",
            _ when char.IsAsciiLetterOrDigit(escaped) => null,
            _ => escaped.ToString(),
        };
}
