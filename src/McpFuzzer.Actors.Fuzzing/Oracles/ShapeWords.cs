namespace McpFuzzer.Actors.Fuzzing.Oracles;

/// <summary>Replaces one word of a shape.</summary>
internal static class ShapeWords
{
    public const string Quoted = "\"…\"";
    public const string Number = "#";
    public const string Path = "<path>";
    public const string Name = "<name>";

    // A run of this many letters is more often an id than a word.
    private const int ShortestOpaque = 32;
    private const int ShortestHex = 8;
    private const int ShortestBase64 = 16;

    private static readonly HashSet<string> Methods = new(
        [
            "initialize",
            "initialized",
            "ping",
            "tools/list",
            "tools/call",
            "server/discover",
            "notifications/initialized",
            "notifications/cancelled",
            "notifications/progress",
            "InitializeRequest",
            "InitializedNotification",
            "PingRequest",
            "ListToolsRequest",
            "CallToolRequest",
            "DiscoverRequest",
            "CancelledNotification",
            "ProgressNotification",
        ],
        StringComparer.Ordinal
    );

    public static bool IsPlaceholder(string token) => token is Quoted or Number or Path or Name;

    public static string Replace(string word, IReadOnlySet<string> toolNames)
    {
        if (IsName(word, toolNames))
        {
            return Name;
        }

        // A full stop or a dash at the end belongs to the sentence.
        var core = word.TrimEnd('.', '-', '/', '@', '~', '\\');
        var end = word[core.Length..];
        if (core.Length < word.Length && IsName(core, toolNames))
        {
            return Name + end;
        }

        return core.Length == 0 ? word
            : IsOpaque(word) ? Number
            : IsPath(word) ? Path
            : IsNumber(core) ? Number + (end.StartsWith('.') ? end : "")
            : word;
    }

    private static bool IsName(string word, IReadOnlySet<string> toolNames) =>
        Methods.Contains(word) || toolNames.Contains(word);

    // Base64 has slashes too.
    private static bool IsOpaque(string word) =>
        word.Length >= ShortestBase64
        && !word.StartsWith('/')
        && word.Any(char.IsAsciiDigit)
        && word.Any(char.IsAsciiLetter)
        && word.All(unit => char.IsAsciiLetterOrDigit(unit) || unit is '/' or '+' or '=');

    private static bool IsPath(string word) =>
        word.StartsWith('/')
        || word.StartsWith("~/", StringComparison.Ordinal)
        || word.StartsWith("./", StringComparison.Ordinal)
        || word.StartsWith("../", StringComparison.Ordinal)
        || word.Contains("://", StringComparison.Ordinal)
        || word.Contains(":\\", StringComparison.Ordinal)
        || word.StartsWith('\\')
        || word.AsSpan().Count('/') + word.AsSpan().Count('\\') >= 2;

    private static bool IsNumber(string word) =>
        word.Any(char.IsDigit)
        || LongestRun(word) >= ShortestOpaque
        || (word.Length >= ShortestHex && word.All(unit => char.IsAsciiHexDigit(unit) || unit == '-'));

    private static int LongestRun(string word)
    {
        var (run, longest) = (0, 0);
        foreach (var unit in word)
        {
            run = char.IsLetter(unit) ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }
}
