using System.Collections;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Secrets;
using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Fuzzing.Targets;

/// <summary>Prepares a target's output for display: printable, and with its secrets masked.</summary>
internal sealed class TargetText
{
    private TargetText(SecretMask mask) => Mask = mask;

    public SecretMask Mask { get; }

    /// <summary>Creates it for targets of a spec that inherit this process's environment.</summary>
    public static TargetText Of(ProcessSpec target)
    {
        var inherited = Environment
            .GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal);
        return new TargetText(SecretMask.Of(target, inherited));
    }

    public string Show(OutputTail tail) => Show(Printable.FromBytes(tail.Bytes.Span, keepNewlines: true));

    public string Show(string text) => Mask.Apply(text);

    public TargetFailure? Show(TargetFailure? failure) =>
        failure is null
            ? null
            : failure with
            {
                Message = Show(failure.Message),
                StderrTail = Show(failure.StderrTail),
            };

    public CampaignSummary Show(CampaignSummary summary) =>
        summary with
        {
            ToolNotes = [.. summary.ToolNotes.Select(note => note with { Reason = Show(note.Reason) })],
            NotIsolated = [.. summary.NotIsolated.Select(Show)],
        };
}
