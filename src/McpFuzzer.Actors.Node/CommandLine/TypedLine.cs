using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Reflection;

namespace McpFuzzer.Actors.Node.CommandLine;

/// <summary>What was typed: the verb that it names, our own words, and the words of the target.</summary>
internal sealed class TypedLine
{
    private readonly IReadOnlyList<string> _own;

    private TypedLine(ArgumentCut cut)
    {
        _own = cut.Own;
        Verb = KnownVerbs.Named(cut.Own is [var first, ..] ? first : null);
        if (Verb is not null)
        {
            Verb.Target = cut.Target;
        }
    }

    public static string Version { get; } =
        typeof(TypedLine)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion.Split('+')[0];

    /// <summary>The verb; null where the first word names none.</summary>
    public Verb? Verb { get; }

    public static TypedLine Of(IReadOnlyList<string> arguments) => new(ArgumentCut.Of(arguments));

    /// <summary>Shows help or the version, or applies the options and runs the verb.</summary>
    /// <param name="show">Takes the text of help.</param>
    /// <param name="run">Runs the verb.</param>
    /// <exception cref="UsageException">The words are wrong; in one line, never with a page of help.</exception>
    public Task<int> InvokeAsync(Action<string> show, Func<Verb, Task<int>> run)
    {
        var parsed = Root(show, run)
            .Parse(_own, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
        if (parsed.Action is TextAction text)
        {
            return Task.FromResult(text.Invoke(parsed));
        }

        // The action by itself: the pipeline around it would be compiled at each start, and handles signals itself.
        return UsageRules.Broken(parsed, Verb) is { } broken
            ? throw new UsageException(broken)
            : ((AsynchronousCommandLineAction)parsed.Action!).InvokeAsync(parsed, CancellationToken.None);
    }

    private RootCommand Root(Action<string> show, Func<Verb, Task<int>> run)
    {
        var root = new RootCommand();
        root.Directives.Clear();
        root.Options.Clear();
        root.Options.Add(new HelpOption { Action = new TextAction(HelpText.Of, show) });
        var version = new VersionOption { Action = new TextAction(_ => $"mcpfuzzer {Version}", show) };
        version.Validators.Clear();
        root.Options.Add(version);

        // Only the named verb has its options built: the start of a command waits for them.
        foreach (var verb in Verb is null ? KnownVerbs.All : [Verb])
        {
            root.Subcommands.Add(CommandOf(verb, run));
        }

        return root;
    }

    private Command CommandOf(Verb verb, Func<Verb, Task<int>> run)
    {
        var command = new Command(verb.Name);
        if (verb != Verb)
        {
            return command;
        }

        foreach (var option in verb.Options)
        {
            command.Options.Add(option);
        }

        if (verb.Argument is { } argument)
        {
            command.Arguments.Add(argument);
        }

        command.SetAction(
            (parsed, _) =>
            {
                verb.Apply(parsed);
                return run(verb);
            }
        );
        return command;
    }

    /// <summary>Shows a text instead of running a verb.</summary>
    private sealed class TextAction(Func<ParseResult, string> text, Action<string> show) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            show(text(parseResult));
            return ExitCodes.Clean;
        }
    }
}
