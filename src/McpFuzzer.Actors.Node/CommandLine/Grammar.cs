using System.CommandLine;

namespace McpFuzzer.Actors.Node.CommandLine;

/// <summary>Options whose texts we read ourselves, so that each refusal can name the option, the value and what is allowed.</summary>
internal static class Grammar
{
    public static Option<string[]> Value(string name, string valueName, string description) =>
        new(name)
        {
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = false,
            HelpName = valueName,
            Description = description,
        };

    public static Option<bool> Flag(string name, string description) =>
        new(name) { Arity = ArgumentArity.Zero, Description = description };

    /// <summary>The value of an option that may be given once; null when it is not given.</summary>
    public static string? One(ParseResult parsed, Option<string[]> option)
    {
        var values = Many(parsed, option);
        return values.Count <= 1 ? values.SingleOrDefault() : throw new UsageException($"{option.Name}: given twice");
    }

    /// <summary>The values of an option that may be repeated.</summary>
    public static IReadOnlyList<string> Many(ParseResult parsed, Option<string[]> option) =>
        [.. (parsed.GetResult(option)?.Tokens ?? []).Select(token => token.Value)];

    /// <summary>Before anything else is judged: an option without its value takes the next option for it.</summary>
    public static void RefuseMissingValues(ParseResult parsed)
    {
        foreach (var option in parsed.CommandResult.Command.Options.OfType<Option<string[]>>())
        {
            var result = parsed.GetResult(option);
            if (
                result is not null
                && (
                    result.Tokens.Count < result.IdentifierTokenCount
                    || result.Tokens.Any(token => token.Value.StartsWith("--", StringComparison.Ordinal))
                )
            )
            {
                throw new UsageException($"{option.Name}: needs a value ({option.HelpName})");
            }
        }
    }
}
