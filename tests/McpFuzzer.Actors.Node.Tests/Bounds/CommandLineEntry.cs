using System.CommandLine;
using Akka.Configuration;
using McpFuzzer.Actors.Client.Configuration;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Core.Processes;
using McpFuzzer.Actors.Fuzzing.Campaigns;
using McpFuzzer.Actors.Node.Campaigns;
using McpFuzzer.Actors.Node.Clusters;
using McpFuzzer.Actors.Node.CommandLine;
using McpFuzzer.Actors.Node.Configuration;
using McpFuzzer.Actors.Node.Runs;
using McpFuzzer.Actors.Node.Tests.CommandLine;

namespace McpFuzzer.Actors.Node.Tests.Bounds;

/// <summary>An option of a verb. It takes a value when what the verb builds of it is valid as well.</summary>
internal sealed class CommandLineEntry(Verb verb, Option option) : Entry
{
    /// <summary>The options whose values are quantities.</summary>
    public static IEnumerable<Entry> All =>
        KnownVerbs.All.SelectMany(verb =>
            verb.Options.Where(option => option.ValueType is { IsArray: true } values && IsQuantity(values))
                .Select(option => new CommandLineEntry(verb, option))
        );

    public override string Name => $"{verb.Name} {option.Name}";

    /// <summary>How a quantity becomes the text of the option, where it is a part of that text.</summary>
    public Func<string, string>? Form { get; init; }

    /// <summary>Whether the quantity is the whole text of the option, so that help shows its range.</summary>
    public bool IsAlone => Form is null;

    protected override Quantity NeverAllowed => Quantity.NeverAllowed(typeof(int));

    /// <summary>Returns what help says of the option.</summary>
    public string Help()
    {
        var options = Typed.Text($"{verb.Name} --help").Split("\nOptions:\n")[1].Split("\n\n")[0];
        var row = $"\n{options}".Split("\n  --").Single(text => $"--{text}".Split(' ', ',')[0] == option.Name);
        return string.Join(' ', row.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
    }

    public override string? Reject(Quantity quantity)
    {
        string[] companions = option.Name is "--restart-delay" or "--max-restarts" ? ["--restart=always"] : [];
        string[] target = verb.TargetExample is null ? [] : ["--", "true"];
        try
        {
            var line = TypedLine.Of([verb.Name, $"{option.Name}={TextOf(quantity)}", .. companions, .. target]);
            return line.InvokeAsync(Assert.Fail, given => Task.FromResult(Validate(given))).Exception is { } failure
                ? throw failure.InnerException!
                : null;
        }
        catch (Exception rejection) when (rejection is UsageException or SettingsException)
        {
            return rejection.Message;
        }
    }

    public override bool IsNamedIn(string line, Quantity quantity) =>
        line.StartsWith($"{option.Name} = {TextOf(quantity)}: ", StringComparison.Ordinal);

    private string TextOf(Quantity quantity) => Form?.Invoke(quantity.Text) ?? quantity.Text;

    private static bool IsQuantity(Type values) => Quantity.Is(values.GetElementType()!);

    private static int Validate(Verb verb)
    {
        var error = verb switch
        {
            RunVerb run => ErrorOf(run.Request()),
            FuzzVerb fuzz => ErrorOf(fuzz.Request(new Random(1))),
            NodeVerb node => ErrorOf(node.Sources(), Config.Empty),
            _ => throw new NotSupportedException($"no rule for what {verb.Name} builds"),
        };
        return error is null ? 0 : throw new UsageException(error);
    }

    private static string? ErrorOf(RunRequest run) =>
        ProcessSpecRules.ErrorsOf(run.Spec(), key: null) is [var error, ..]
            ? error.ToString()
            : ErrorOf(run.Settings, RunSettings.Profile(run.IdleTimeout));

    private static string? ErrorOf(FuzzRequest fuzz) =>
        CampaignSpecRules.ErrorOf(new StartCampaign("fuzz", fuzz.Spec))?.ToString()
        ?? ErrorOf(fuzz.Settings, Config.Empty);

    private static string? ErrorOf(SettingsSources settings, Config profile) =>
        SettingEntry.ErrorOf(NodeConfiguration.Load(settings, Config.Empty, profile));
}
