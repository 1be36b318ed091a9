using System.CommandLine;

namespace McpFuzzer.Actors.Node.CommandLine;

/// <summary>The verb <c>replay</c>.</summary>
internal sealed class ReplayGrammar
{
    private readonly Argument<string?> _file = new("FILE")
    {
        Arity = ArgumentArity.ZeroOrOne,
        Description = "A findings.json.",
    };
    private readonly Option<string[]> _finding = Grammar.Value("--finding", "ID", "Only this finding.");
    private readonly ConfigurationGrammar _configuration = new();

    public Command Build()
    {
        var command = new Command(
            "replay",
            "Sends the recorded calls of a finding again: mcpfuzzer replay FILE [--finding ID] [-- command args…]. Exit code 1 when it still shows."
        );
        command.Arguments.Add(_file);
        command.Options.Add(_finding);
        foreach (var option in _configuration.Options)
        {
            command.Options.Add(option);
        }

        return command;
    }

    public ReplayOptions Read(ParseResult parsed, IReadOnlyList<string>? target)
    {
        var file = parsed.GetValue(_file);
        if (file is null)
        {
            throw new UsageException("replay: needs a file, as in: mcpfuzzer replay findings.json");
        }

        // An argument takes what looks like an option and is none of the verb's.
        return file.StartsWith('-')
            ? throw CommandLineReader.UnknownOption("replay", file)
            : new ReplayOptions(
                FilePaths.ToRead(OptionValues.Word("replay FILE", file)),
                Grammar.One(parsed, _finding) is { } id ? OptionValues.Word(_finding.Name, id) : null,
                ArgumentBytes.RequireText(target),
                _configuration.Read(parsed)
            );
    }
}
