using System.Text.RegularExpressions;

namespace McpFuzzer.Actors.Node.Tests.House;

/// <summary>A call in the source that logs.</summary>
/// <param name="Place">The file, and the call's first characters.</param>
/// <param name="Arguments">Its arguments, as in the source.</param>
internal sealed partial record LogCall(string Place, IReadOnlyList<string> Arguments)
{
    private const string Closing = ")]}";

    /// <summary>The template with its quotes; null where no argument is a plain string literal.</summary>
    public string? Template => Arguments.FirstOrDefault(argument => argument.StartsWith('"'));

    /// <summary>How many holes the template has.</summary>
    public int Holes => Hole().Count(Template ?? "");

    /// <summary>How many values follow the template.</summary>
    public int Values => Arguments.SkipWhile(argument => argument != Template).Count() - 1;

    public override string ToString() => $"{Place}({string.Join(", ", Arguments)})";

    /// <summary>Finds every call in a file.</summary>
    public static IEnumerable<LogCall> In(string file, string source) =>
        Call()
            .Matches(source)
            .Select(match => new LogCall($"{file}: {match.Value}", Split(source[(match.Index + match.Length)..])));

    // What follows the opening bracket, up to the one that closes it.
    private static List<string> Split(string call)
    {
        var arguments = new List<string>();
        var begin = 0;
        var depth = 0;
        for (var at = 0; ; at++)
        {
            switch (call[at])
            {
                case '"':
                    at = EndOfString(call, at);
                    break;
                case '(' or '[' or '{':
                    depth++;
                    break;
                case ',' when depth == 0:
                    arguments.Add(call[begin..at].Trim());
                    begin = at + 1;
                    break;
                case ')' when depth == 0:
                    return [.. arguments.Append(call[begin..at].Trim()).Where(argument => argument.Length > 0)];
                case var closing when Closing.Contains(closing, StringComparison.Ordinal):
                    depth--;
                    break;
            }
        }
    }

    private static int EndOfString(string text, int begin)
    {
        var end = begin + 1;
        while (text[end] != '"')
        {
            end += text[end] == '\\' ? 2 : 1;
        }

        return end;
    }

    [GeneratedRegex(
        @"\b(_?[lL]og(ger)?|GetLogger\(\))\.(Log\w*|Debug|Info|Warning|Error)\(",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Call();

    [GeneratedRegex(@"\{@?\w+(:[^}]*)?\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Hole();
}
