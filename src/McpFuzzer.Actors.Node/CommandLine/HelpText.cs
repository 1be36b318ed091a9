using System.CommandLine;
using System.Text;

namespace McpFuzzer.Actors.Node.CommandLine;

/// <summary>
/// The help of mcpfuzzer and of its verbs, from the tables of their options. The help of System.CommandLine knows no
/// examples, no exit codes and no target behind <c>--</c>.
/// </summary>
internal static class HelpText
{
    /// <summary>The widest line.</summary>
    public const int Width = 80;

    private const int Column = 26;

    /// <summary>Returns the help of the verb that was named, or of mcpfuzzer where none was.</summary>
    public static string Of(ParseResult parsed) =>
        KnownVerbs.Named(parsed.CommandResult.Command.Name) is { } verb ? OfVerb(verb) : OfProgram();

    public static string OfVerb(Verb verb)
    {
        var text = new StringBuilder();
        Paragraph(text, verb.Summary);
        Section(text, "Examples", verb.Examples.Select(example => $"  mcpfuzzer {example}"));
        Section(text, "Exit codes", verb.Codes.SelectMany(code => Row($"  {code.Code}", code.Meaning, column: 14)));
        Section(text, "Usage", [$"  mcpfuzzer {verb.Name} {verb.Usage}"]);
        if (verb.Argument is { } argument)
        {
            Section(text, "Arguments", Row($"  {argument.Name}", argument.Description!));
        }

        Section(text, "Options", verb.Options.SelectMany(Row));
        text.Append(verb.Notes.Length == 0 ? "" : $"\n{verb.Notes}\n");
        return text.ToString().TrimEnd();
    }

    private static string OfProgram()
    {
        var text = new StringBuilder();
        Paragraph(text, "Fuzzes MCP servers, and runs commands under supervision. Leaves no process behind.");
        Section(text, "Usage", ["  mcpfuzzer COMMAND [options]", "  mcpfuzzer COMMAND --help"]);
        var verbs = KnownVerbs.All.Where(verb => !verb.IsHidden);
        Section(text, "Commands", verbs.SelectMany(verb => Row($"  {verb.Name}", verb.Summary, column: 12)));
        Section(text, "Options", ["  --help      Shows help.", "  --version   Shows the version."]);
        return text.ToString().TrimEnd();
    }

    private static IEnumerable<string> Row(Option option)
    {
        var name = string.Join(", ", (string[])[option.Name, .. option.Aliases]);
        var row = (IVerbOption)option;
        string?[] bounds =
        [
            row.Allowed,
            row.Default is { } standard ? $"default: {standard}" : null,
            row.IsRepeatable ? "repeatable" : null,
        ];
        var known = string.Join("; ", bounds.Where(bound => bound is not null));
        return Row(
            option.HelpName is { } value ? $"  {name} {value}" : $"  {name}",
            known.Length == 0 ? option.Description! : $"{option.Description} ({known})"
        );
    }

    private static IEnumerable<string> Row(string left, string right, int column = Column)
    {
        if (left.Length > column - 2)
        {
            yield return left;
            left = "";
        }

        foreach (var line in Wrap(right, Width - column))
        {
            yield return $"{left.PadRight(column)}{line}";
            left = "";
        }
    }

    private static void Paragraph(StringBuilder text, string sentence) =>
        text.AppendJoin('\n', Wrap(sentence, Width)).Append('\n');

    private static void Section(StringBuilder text, string title, IEnumerable<string> lines)
    {
        var all = lines.ToList();
        if (all.Count > 0)
        {
            text.Append('\n').Append(title).Append(":\n").AppendJoin('\n', all).Append('\n');
        }
    }

    private static IEnumerable<string> Wrap(string text, int width)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = word;
            }
            else
            {
                line = line.Length == 0 ? word : $"{line} {word}";
            }
        }

        yield return line;
    }
}
