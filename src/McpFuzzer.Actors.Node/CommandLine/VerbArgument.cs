using System.CommandLine;

namespace McpFuzzer.Actors.Node.CommandLine;

/// <summary>The one word that a verb takes beside its options.</summary>
internal sealed class VerbArgument : Argument<string?>
{
    private readonly string _needed;

    /// <summary>Describes it.</summary>
    /// <param name="name">As help shows it.</param>
    /// <param name="help">What it is.</param>
    /// <param name="needed">What the verb needs, with an example.</param>
    public VerbArgument(string name, string help, string needed)
        : base(name)
    {
        _needed = needed;
        Arity = ArgumentArity.ZeroOrOne;
        Description = help;
    }

    /// <summary>The word that was given.</summary>
    public string Value { get; private set; } = "";

    public void Apply(ParseResult parsed) => Value = WordOf(parsed)!;

    /// <summary>Returns what is wrong with the word, in one line; null where it is right.</summary>
    public string? Rejection(ParseResult parsed, string verb) =>
        WordOf(parsed) switch
        {
            null => $"{verb}: needs {_needed}",
            // The parser takes an unknown option for the argument.
            ['-', ..] option => UsageRules.UnknownOption(verb, option),
            var word when string.IsNullOrWhiteSpace(word) => $"{verb} {Name} = '': must not be empty",
            _ => null,
        };

    /// <summary>Returns the word that was given; null where none was.</summary>
    public string? WordOf(ParseResult parsed) => parsed.GetResult(this)?.Tokens is [var word] ? word.Value : null;
}
