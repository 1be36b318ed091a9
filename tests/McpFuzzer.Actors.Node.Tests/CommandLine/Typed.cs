using McpFuzzer.Actors.Node.CommandLine;

namespace McpFuzzer.Actors.Node.Tests.CommandLine;

/// <summary>A command line, as a user types it.</summary>
internal static class Typed
{
    /// <summary>Returns the verb, with its options applied.</summary>
    public static TVerb Verb<TVerb>(string commandLine)
        where TVerb : Verb
    {
        Verb? run = null;
        Invoke(Words(commandLine), _ => { }, verb => run = verb);
        return Assert.IsAssignableFrom<TVerb>(run);
    }

    /// <summary>Returns the one line that rejects it, after nothing was shown or run.</summary>
    public static string Rejection(string commandLine) => Rejection(Words(commandLine));

    /// <summary>Returns the one line that rejects the words, after nothing was shown or run.</summary>
    public static string Rejection(string[] words) =>
        Assert
            .Throws<UsageException>(() => Invoke(words, text => Assert.Fail(text), verb => Assert.Fail(verb.Name)))
            .Message;

    /// <summary>Returns the text that it shows.</summary>
    public static string Text(string commandLine)
    {
        var shown = new List<string>();
        Invoke(Words(commandLine), shown.Add, verb => Assert.Fail(verb.Name));
        return Assert.Single(shown);
    }

    public static string[] Words(string commandLine) => commandLine.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static void Invoke(string[] words, Action<string> show, Action<Verb> run)
    {
        var exitCode = TypedLine
            .Of(words)
            .InvokeAsync(
                show,
                verb =>
                {
                    run(verb);
                    return Task.FromResult(0);
                }
            );
        Assert.True(exitCode.IsCompletedSuccessfully);
    }
}
