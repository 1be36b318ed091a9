using System.CommandLine;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Fuzzing.Reports;
using McpFuzzer.Actors.Node.Consoles;

namespace McpFuzzer.Actors.Node.CommandLine;

/// <summary>
/// A verb of the command line: the table of its options, and what it does with what they set. It serves one call: the
/// options set its fields.
/// </summary>
internal abstract class Verb
{
    private IReadOnlyList<Option>? _options;

    public abstract string Name { get; }

    /// <summary>What it does, in one sentence.</summary>
    public abstract string Summary { get; }

    /// <summary>What follows its name.</summary>
    public virtual string Usage => "[options]";

    /// <summary>The two calls that help begins with; none leaves them out.</summary>
    public virtual IReadOnlyList<string> Examples => [];

    /// <summary>Its exit codes and what each of them means; none leaves them out.</summary>
    public virtual IReadOnlyList<(string Code, string Meaning)> Codes => [];

    /// <summary>What else its help says; empty is nothing.</summary>
    public virtual string Notes => "";

    /// <summary>Whether it is left out of the help.</summary>
    public virtual bool IsHidden => false;

    /// <summary>The one word that it takes beside its options; null is none.</summary>
    public virtual VerbArgument? Argument => null;

    /// <summary>The table, built when it is first asked for.</summary>
    public IReadOnlyList<Option> Options => _options ??= BuildOptions();

    /// <summary>The exit code of wrong usage or configuration.</summary>
    public virtual int UsageCode => ExitCodes.Usage;

    /// <summary>The exit code of a bug of mcpfuzzer.</summary>
    public virtual int FaultCode => ExitCodes.Fault;

    /// <summary>A call with a target, for the message that one is missing; null where the verb takes none.</summary>
    public virtual string? TargetExample => null;

    /// <summary>The words behind <c>--</c>; null without one.</summary>
    public IReadOnlyList<string>? Target { get; set; }

    /// <summary>Returns why the verb does not take its words, in one line; null where it does.</summary>
    public virtual string? Rejection => null;

    /// <summary>Returns the error for words that are neither options nor the verb's argument.</summary>
    /// <param name="words">The words, of which there is one at least.</param>
    /// <param name="argument">What was given as the verb's argument; null where nothing was.</param>
    public virtual string RejectionOf(IReadOnlyList<string> words, string? argument)
    {
        var own = argument is null ? Name : $"{Name} {ShellQuote.Word(argument)}";
        return Printable.Escape(
            $"{words[0]}: put -- before the command, as in: mcpfuzzer {own} [options] -- {ShellQuote.Join(words)}"
        );
    }

    /// <summary>Sets what was given.</summary>
    public void Apply(ParseResult parsed)
    {
        Argument?.Apply(parsed);
        foreach (var option in Options)
        {
            // The lookup is here, since that of each T would be compiled at each start.
            if (parsed.GetResult(option) is { Implicit: false } given)
            {
                ((IVerbOption)option).Apply(given);
            }
        }
    }

    /// <summary>Does what the verb does, after <see cref="Apply" />.</summary>
    public abstract Task<int> RunAsync(NodeConsole console);

    protected abstract IReadOnlyList<Option> BuildOptions();
}
