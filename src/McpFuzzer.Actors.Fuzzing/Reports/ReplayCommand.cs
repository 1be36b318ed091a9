using McpFuzzer.Actors.Contracts.Campaigns;

namespace McpFuzzer.Actors.Fuzzing.Reports;

/// <summary>The exact command that replays a finding, quoted for a POSIX shell.</summary>
/// <param name="Program">How this program was started, such as <c>mcpfuzzer</c> or <c>dotnet run --project …
/// --</c>.</param>
/// <param name="FindingsPath">Where <c>findings.json</c> is, as the person would name it.</param>
/// <param name="Target">The target. When a part of its command was masked, the line contains the command, to be
/// completed by hand.</param>
internal sealed record ReplayCommand(IReadOnlyList<string> Program, string FindingsPath, ReportTarget Target)
{
    /// <summary>Returns the command for one finding.</summary>
    public string Of(Finding finding)
    {
        string[] target = Target.Masked ? ["--", .. Target.Command] : [];
        return ShellQuote.Join([.. Program, "replay", FindingsPath, "--finding", finding.Id, .. target]);
    }
}
