using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using System.Reflection;
using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Node.CommandLine;

/// <summary>Turns argv into a <see cref="ParsedCommand" />; wrong usage is one line, never a page of help.</summary>
internal static class CommandLineReader
{
    public static string Version { get; } =
        typeof(CommandLineReader)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion.Split('+')[0];

    public static ParsedCommand Read(IReadOnlyList<string> arguments)
    {
        var cut = ArgumentCut.Of(arguments);
        try
        {
            return Read(cut);
        }
        catch (UsageException refused)
        {
            return new ParsedCommand.Refused(refused.Message, IsRun(cut) ? ExitCodes.NotRun : ExitCodes.Usage);
        }
    }

    public static UsageException UnknownOption(string verb, string option) =>
        new($"{Printable.Escape(option)}: no such option; mcpfuzzer {verb} --help lists them".Replace("  ", " "));

    // Below 125 the exit code is the command's.
    private static bool IsRun(ArgumentCut arguments) => arguments.Own is [RunGrammar.Name, ..];

    private static ParsedCommand Read(ArgumentCut arguments)
    {
        var fuzz = new FuzzGrammar();
        var replay = new ReplayGrammar();
        var report = new ReportGrammar();
        var run = new RunGrammar();
        var node = new NodeGrammar();
        var sampleServer = new Command("sample-server", "The sample server on stdio.") { Hidden = true };
        var fuzzCommand = fuzz.Build();
        var replayCommand = replay.Build();
        var reportCommand = report.Build();
        var runCommand = run.Build();
        var nodeCommand = node.Build();
        var root = new RootCommand(
            "Fuzzes MCP servers and runs commands under supervision, and leaves no process behind."
        );
        root.Directives.Clear();
        root.Subcommands.Add(fuzzCommand);
        root.Subcommands.Add(replayCommand);
        root.Subcommands.Add(reportCommand);
        root.Subcommands.Add(runCommand);
        root.Subcommands.Add(nodeCommand);
        root.Subcommands.Add(sampleServer);

        var parsed = root.Parse(
            arguments.Own,
            new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false }
        );
        if (root.Options.OfType<HelpOption>().Any(help => parsed.GetResult(help) is { Implicit: false }))
        {
            var help = Help(parsed);
            return new ParsedCommand.Show(
                parsed.CommandResult.Command == runCommand ? $"{help}\n\n{RunHelp.Text}" : help
            );
        }

        if (root.Options.OfType<VersionOption>().Any(version => parsed.GetResult(version) is { Implicit: false }))
        {
            return new ParsedCommand.Show($"mcpfuzzer {Version}");
        }

        var command = parsed.CommandResult.Command;
        Grammar.RefuseMissingValues(parsed);
        RefuseUnmatched(parsed, command == root ? "" : command.Name);
        RefuseEmptyTarget(arguments.Target, command == runCommand ? "run -- make test" : "fuzz -- node server.js");
        ParsedCommand read =
            command == fuzzCommand ? new ParsedCommand.Fuzz(fuzz.Read(parsed, arguments.Target))
            : command == replayCommand ? new ParsedCommand.Replay(replay.Read(parsed, arguments.Target))
            : command == reportCommand ? new ParsedCommand.Report(report.Read(parsed, arguments.Target))
            : command == runCommand ? new ParsedCommand.Run(run.Read(parsed, arguments.Target))
            : command == nodeCommand ? new ParsedCommand.Node(node.Read(parsed, arguments.Target))
            : command == sampleServer ? new ParsedCommand.SampleServer()
            : throw new UsageException("no command given: use fuzz, replay, report, run, node or --help");
        return parsed.Errors.Count == 0 ? read : throw new UsageException(Printable.Escape(parsed.Errors[0].Message));
    }

    private static void RefuseUnmatched(ParseResult parsed, string verb)
    {
        // [word] in front is a directive to the parser, matched though there is none.
        var unmatched = parsed
            .Tokens.Where(token => token.Type == TokenType.Directive)
            .Select(token => token.Value)
            .Concat(parsed.UnmatchedTokens)
            .ToList();
        if (unmatched.Count == 0)
        {
            return;
        }

        var word = unmatched[0];
        throw word.StartsWith('-') ? UnknownOption(verb, word)
        : verb == NodeGrammar.Name ? new UsageException($"{Printable.Escape(word)}: node takes no words, only options")
        : verb == ReportGrammar.Name ? new UsageException($"{Printable.Escape(word)}: report takes one folder")
        : verb.Length == 0
            ? new UsageException(
                $"{Printable.Escape(word)}: no such command; there are fuzz, replay, report, run and node"
            )
        : new UsageException(
            $"{Printable.Escape(word)}: put -- before the command, as in: mcpfuzzer {verb} [options] -- {Printable.Escape(word)}"
        );
    }

    private static void RefuseEmptyTarget(IReadOnlyList<string>? target, string example)
    {
        if (target is { Count: 0 } or ["", ..])
        {
            throw new UsageException($"--: a command must follow, as in: mcpfuzzer {example}");
        }
    }

    private static string Help(ParseResult parsed)
    {
        using var text = new StringWriter();
        parsed.Invoke(new InvocationConfiguration { Output = text, Error = text });
        return text.ToString().TrimEnd();
    }
}
