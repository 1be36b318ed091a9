using McpFuzzer.Actors.Contracts.Campaigns;

namespace McpFuzzer.Actors.Fuzzing.Reports;

/// <summary>The exact command that shows a finding again, quoted for a POSIX shell.</summary>
/// <param name="Program">How this program was started, such as <c>mcpfuzzer</c> or <c>dotnet run --project … --</c>.</param>
/// <param name="FindingsPath">Where <c>findings.json</c> is, as the person would name it.</param>
/// <param name="Target">What was fuzzed. Where a part of its command was masked, the command stands in the line, to be completed by hand.</param>
internal sealed record ReplayCommand(IReadOnlyList<string> Program, string FindingsPath, ReportTarget Target)
{
    /// <summary>The command of one finding.</summary>
    public string Of(Finding finding)
    {
        string[] target = Target.Masked ? ["--", .. Target.Command] : [];
        return ShellQuote.Join([.. Program, "replay", FindingsPath, "--finding", finding.Id, .. target]);
    }
}
