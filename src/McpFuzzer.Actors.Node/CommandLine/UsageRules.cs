using System.CommandLine;
using System.CommandLine.Parsing;
using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Node.CommandLine;

/// <summary>What is wrong with a command line, in one line, and the first thing first.</summary>
internal static class UsageRules
{
    /// <summary>Returns the first rule that is broken; null where none is.</summary>
    /// <param name="parsed">Our own words.</param>
    /// <param name="verb">The verb that they name; null is none.</param>
    public static string? Broken(ParseResult parsed, Verb? verb) =>
        MissingValue(parsed)
        ?? Unmatched(parsed, verb)
        ?? EmptyTarget(verb)
        ?? (verb is null ? $"no command given; there are {KnownVerbs.Names}; see --help" : null)
        ?? verb!.Argument?.Rejection(parsed, verb.Name)
        ?? verb.Rejection
        ?? (parsed.Errors is [var first, ..] ? first.Message : null);

    public static string UnknownOption(string? verb, string option) =>
        $"{Printable.Escape(option)}: no such option; mcpfuzzer {(verb is null ? "" : $"{verb} ")}--help lists them";

    // An option without its value takes the next option for it.
    private static string? MissingValue(ParseResult parsed)
    {
        foreach (var option in parsed.CommandResult.Command.Options)
        {
            if (
                option.Arity.MinimumNumberOfValues > 0
                && parsed.GetResult(option) is { } given
                && (
                    given.Tokens.Count < given.IdentifierTokenCount
                    || given.Tokens.Any(token => token.Value.StartsWith("--", StringComparison.Ordinal))
                )
            )
            {
                return $"{option.Name}: needs a value ({option.HelpName})";
            }
        }

        return null;
    }

    private static string? Unmatched(ParseResult parsed, Verb? verb)
    {
        // The parser takes [word] in front for a directive, and matches it though there is none.
        var word =
            parsed.Tokens.FirstOrDefault(token => token.Type == TokenType.Directive)?.Value
            ?? (parsed.UnmatchedTokens is [var first, ..] ? first : null);
        return word is null ? null
            : word.StartsWith('-') ? UnknownOption(verb?.Name, word)
            : verb is null ? $"{Printable.Escape(word)}: no such command; there are {KnownVerbs.Names}"
            : verb.RejectionOf(parsed.UnmatchedTokens, verb.Argument?.WordOf(parsed));
    }

    private static string? EmptyTarget(Verb? verb) =>
        verb is { TargetExample: { } example, Target: { Count: 0 } or ["", ..] }
            ? $"--: a command must follow, as in: mcpfuzzer {example}"
            : null;
}
