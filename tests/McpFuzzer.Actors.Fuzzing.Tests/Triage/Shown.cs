using System.Globalization;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Fuzzing.Triage;

namespace McpFuzzer.Actors.Fuzzing.Tests.Triage;

/// <summary>Steps, scripts and effects as short texts, for tables.</summary>
internal static class Shown
{
    public static string Of(IsolationStep step) =>
        step switch
        {
            IsolationStep.Needs needs => "needs " + Of(needs.Runs),
            IsolationStep.Decided decided => Of(decided.Verdict),
            _ => throw new ArgumentOutOfRangeException(nameof(step)),
        };

    public static string Of(IEnumerable<RunScript> scripts) => string.Join("; ", scripts.Select(Of));

    public static string Of(RunScript script)
    {
        var calls = string.Join("+", script.Calls.Select(Of));
        var quiet = script.Quiet.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        return $"{script.Mode}{(calls.Length > 0 ? " " : "")}{calls} {quiet}s";
    }

    public static string Of(FuzzCase? call) =>
        call is null ? "-" : $"{call.Tool}{int.Parse(call.CaseId[^4..], CultureInfo.InvariantCulture)}";

    public static string Of(Verdict verdict) =>
        verdict switch
        {
            Verdict.Servers servers =>
                $"server {Of(servers.Candidate)} by {Of(servers.ShownBy)} {Of(servers.Reproduced)}",
            Verdict.Call call => $"call {Of(call.Candidate)} by {Of(call.ShownBy)} {Of(call.Reproduced)}",
            Verdict.Unattributed unattributed => $"unattributed {Of(unattributed.Reproduced)}"
                + (unattributed.Sequence.IsEmpty ? "" : $" of {string.Join("+", unattributed.Sequence.Select(Of))}"),
            _ => "harmless",
        };

    public static string Of(TriageEffect effect) =>
        effect switch
        {
            TriageEffect.StartRun start => $"start {start.Run} {Of(start.Script)}",
            TriageEffect.CancelRun cancel => $"cancel {cancel.Run}",
            TriageEffect.PublishFinding published =>
                $"tell {published.Finding.Category} of {published.Finding.Tool ?? "server"}, {published.Known} known",
            TriageEffect.Resolve { Resolution: var resolved } =>
                $"resolve {resolved.Evidence} {resolved.Category} of {resolved.BlamedTool ?? "none"}"
                    + $" {resolved.Shown}{(resolved.ResendOthers ? " resend" : "")}",
            TriageEffect.Concluded concluded =>
                $"concluded with {concluded.Findings.Count}, not isolated: {string.Join(" | ", concluded.NotIsolated)}",
            _ => throw new ArgumentOutOfRangeException(nameof(effect)),
        };

    /// <summary>What of a finding does not depend on which of several calls showed it.</summary>
    public static string Of(Finding finding) =>
        $"{finding.Id} {finding.Category} {finding.Severity} {finding.Tool ?? "server"} {finding.Count}x "
        + Of(finding.Reproduced);

    private static string Of(Candidate candidate) =>
        $"{candidate.Category} '{candidate.Shape}' of {candidate.Tool ?? "server"}";

    private static string Of(Reproduction? reproduced) =>
        reproduced is null ? "?" : $"{reproduced.Shown}/{reproduced.Tried}";
}
