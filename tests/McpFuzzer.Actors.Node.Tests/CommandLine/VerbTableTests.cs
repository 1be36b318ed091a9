using System.CommandLine;
using System.Text.RegularExpressions;
using McpFuzzer.Actors.Node.CommandLine;
using McpFuzzer.Actors.Node.Tests.House;

namespace McpFuzzer.Actors.Node.Tests.CommandLine;

/// <summary>Each option of each verb: what help says of it, and what it rejects.</summary>
public sealed partial class VerbTableTests
{
    private static readonly string[] OfOtherPrograms =
    [
        "--framework",
        "--init-groups",
        "--reuid",
        "--regid",
        "--wait",
        "--pipe",
        "--pty",
        "--scope",
        "--setenv",
        "--working-directory",
        "--uid",
        "--gid",
        "--name",
        "--prefix",
        "--project",
        "--stdio",
        "--target",
        "--add-source",
        "--tool-path",
        "--skip-tests",
        "--minutes",
        "--rounds",
        "--only",
    ];

    /// <summary>A text that no value of an option may be; null where the option takes any.</summary>
    private static readonly Dictionary<string, string?> Wrong = new(StringComparer.Ordinal)
    {
        ["--seed"] = "x",
        ["--tool"] = null,
        ["--output"] = null,
        ["--config"] = null,
        ["--finding"] = null,
        ["--cwd"] = null,
        ["--set"] = "x",
        ["--hostname"] = "/",
        ["--join"] = "x",
        ["--role"] = "a:b",
        ["--signal"] = "x",
        ["--env"] = "=x",
        ["--unset-env"] = "A=x",
        ["--user"] = ":x",
        ["--status"] = "-",
    };

    public static TheoryData<string> VerbNames =>
        [.. KnownVerbs.All.Where(verb => !verb.IsHidden).Select(verb => verb.Name)];

    public static TheoryData<string, string> OptionNames
    {
        get
        {
            var names = new TheoryData<string, string>();
            foreach (var verb in KnownVerbs.All)
            {
                foreach (var option in verb.Options)
                {
                    names.Add(verb.Name, option.Name);
                }
            }

            return names;
        }
    }

    [Theory]
    [MemberData(nameof(OptionNames))]
    public void Should_show_in_help_what_the_table_lists(string verb, string name)
    {
        var option = Option(verb, name);
        var row = (IVerbOption)option;
        var help = Typed.Text($"{verb} --help").Split("\nOptions:\n")[1].Split("\n\n")[0];
        var names = string.Join(", ", (string[])[option.Name, .. option.Aliases]);
        var shown = Words(help[help.IndexOf($"  {names}", StringComparison.Ordinal)..]);

        Assert.StartsWith(Words($"{names} {option.HelpName}"), shown, StringComparison.Ordinal);
        string?[] described =
        [
            option.Description,
            row.Allowed,
            row.Default is { } standard ? $"default: {standard}" : null,
            row.IsRepeatable ? "repeatable" : null,
        ];
        Assert.All(described.OfType<string>(), text => Assert.Contains(Words(text), shown, StringComparison.Ordinal));
        Assert.EndsWith(".", option.Description, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(OptionNames))]
    public void Should_name_option_value_and_what_is_allowed_when_a_value_is_wrong(string verb, string name)
    {
        var option = Option(verb, name);
        if (option is VerbFlag)
        {
            Assert.Null(option.HelpName);
            return;
        }

        var wrong = Wrong.TryGetValue(name, out var text) ? text : "0x";
        if (wrong is null)
        {
            Assert.Equal(
                $"{name} = '': must not be empty",
                Typed.Rejection([verb, .. Positional(verb), name, "", .. Target(verb)])
            );
            return;
        }

        var line = Typed.Rejection([verb, .. Positional(verb), name, wrong, .. Target(verb)]);

        Assert.StartsWith(
            name is "--env" or "--unset-env" ? $"{name}: must be " : $"{name} = {wrong}: must be ",
            line,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain('\n', line);
        if (((IVerbOption)option).Allowed is { } allowed)
        {
            Assert.Contains(allowed.Replace(" or ", ", ", StringComparison.Ordinal), line, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(VerbNames))]
    public void Should_fit_80_columns_when_help_is_shown(string verb) =>
        Assert.All(Typed.Text($"{verb} --help").Split('\n'), line => Assert.True(line.Length <= 80, line));

    [Theory]
    [MemberData(nameof(VerbNames))]
    public void Should_begin_with_two_examples_that_are_understood_and_the_exit_codes(string verb)
    {
        var sections = Typed.Text($"{verb} --help").Split("\n\n");

        var examples = sections[1].Split('\n');
        Assert.Equal("Examples:", examples[0]);
        Assert.Equal(3, examples.Length);
        Assert.All(examples[1..], example => Assert.True(IsUnderstood(example.Trim()["mcpfuzzer ".Length..]), example));
        Assert.StartsWith("Exit codes:\n", sections[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs", "run.md")]
    [InlineData("docs", "fuzz.md")]
    [InlineData("docs", "cluster.md")]
    public void Should_list_no_option_that_does_not_exist(params string[] page)
    {
        var known = KnownVerbs
            .All.SelectMany(verb => verb.Options)
            .SelectMany(option => (string[])[option.Name, .. option.Aliases])
            .Concat(["--help", "--version", .. OfOtherPrograms])
            .ToHashSet(StringComparer.Ordinal);

        var named = OptionPattern().Matches(Checkout.Read(page)).Select(match => match.Value).ToList();

        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.Contains(name, known));
    }

    private static Option Option(string verb, string name) =>
        KnownVerbs.Named(verb)!.Options.Single(option => option.Name == name);

    private static bool IsUnderstood(string commandLine)
    {
        var words = Typed.Words(commandLine);
        return TypedLine.Of(words).InvokeAsync(Assert.Fail, _ => Task.FromResult(0)).IsCompletedSuccessfully;
    }

    private static string[] Positional(string verb) => KnownVerbs.Named(verb)!.Argument is null ? [] : ["x"];

    private static string[] Target(string verb) => verb == "run" ? ["--", "x"] : [];

    private static string Words(string text) =>
        string.Join(' ', text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex("(?<![A-Za-z0-9-])--[a-z][a-z-]*[a-z]", RegexOptions.ExplicitCapture)]
    private static partial Regex OptionPattern();
}
