using System.CommandLine;

namespace McpFuzzer.Actors.Node.CommandLine;

/// <summary>The verb <c>report</c>.</summary>
internal sealed class ReportGrammar
{
    public const string Name = "report";

    private readonly Argument<string?> _folder = new("DIR")
    {
        Arity = ArgumentArity.ZeroOrOne,
        Description = "The output folder of a run.",
    };
    private readonly Option<string[]> _failOn = Grammar.Value(
        "--fail-on",
        "SEVERITY",
        "Exit code 1 from here on: low, medium, high or never (medium)."
    );
    private readonly Option<bool> _json = Grammar.Flag("--json", "Prints the result to stdout as JSON.");

    public Command Build()
    {
        var command = new Command(
            Name,
            "Completes the reports of a run that was killed, from the journal in its output folder. "
                + "Exit codes as of fuzz; 0 when there is nothing to complete."
        );
        command.Arguments.Add(_folder);
        command.Options.Add(_failOn);
        command.Options.Add(_json);
        return command;
    }

    public ReportOptions Read(ParseResult parsed, IReadOnlyList<string>? target)
    {
        if (target is not null)
        {
            throw new UsageException("report: takes no command; it starts nothing");
        }

        var folder = parsed.GetValue(_folder);
        if (folder is null)
        {
            throw new UsageException("report: needs the output folder of a run, as in: mcpfuzzer report out");
        }

        // An argument takes what looks like an option and is none of the verb's.
        return folder.StartsWith('-')
            ? throw CommandLineReader.UnknownOption(Name, folder)
            : new ReportOptions(
                FilePaths.ToWrite("report", OptionValues.Word("report DIR", folder)),
                OptionValues.FailOn(_failOn.Name, Grammar.One(parsed, _failOn) ?? "medium"),
                parsed.GetValue(_json)
            );
    }
}
