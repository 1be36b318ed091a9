namespace McpFuzzer.Actors.Fuzzing.Cases;

/// <summary>The characters that the classes of a pattern are drawn from: of each class the plainest ones.</summary>
internal static class PatternUnits
{
    public const string Word = Letters + Digits + "_";

    private const string Digits = "0123456789";
    private const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    public static string Printable { get; } = new([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code)]);

    /// <summary>
    /// What the character after a backslash stands for; null for what is not known here (<c>\b</c>, <c>\1</c>,
    /// <c>\p</c>).
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
