using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Node.CommandLine;

namespace McpFuzzer.Actors.Node.Campaigns;

/// <summary><c>--fail-on</c>, which <c>fuzz</c> and <c>report</c> take.</summary>
internal static class FailOnOption
{
    /// <summary>The severity where the option is not given.</summary>
    public const Severity Default = Severity.Medium;

    /// <summary>Returns the option.</summary>
    /// <param name="set">Takes the severity; null is never.</param>
    public static VerbOption<Severity?> Of(Action<Severity?> set) =>
        new(
            "--fail-on",
            "SEVERITY",
            "Exits with 1 for findings of this severity or higher.",
            new Choices<Severity?>(
                ("low", Severity.Low),
                ("medium", Severity.Medium),
                ("high", Severity.High),
                ("never", null)
            ),
            set
        )
        {
            ShowDefault = () => "medium",
        };
}
