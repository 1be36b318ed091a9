using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Fuzzing.Reports;
using McpFuzzer.Actors.Node.CommandLine;

namespace McpFuzzer.Actors.Node.Replays;

/// <summary>What is replayed, against what.</summary>
/// <param name="Target">How the server is started.</param>
/// <param name="Findings">Whose calls are sent again.</param>
internal sealed record ReplayPlan(ProcessSpec Target, IReadOnlyList<Finding> Findings)
{
    /// <summary>The plan of a file and the options.</summary>
    /// <exception cref="UsageException">There is no such finding, or the file can't say how the server is started.</exception>
    public static ReplayPlan Of(RecordedFindings recorded, ReplayOptions options)
    {
        if (options.Target is null && recorded.Target.Masked)
        {
            throw new UsageException(
                $"{Printable.Escape(options.File)}: a part of the recorded command is masked as a secret; give the whole command after --"
            );
        }

        var command = options.Target ?? recorded.Target.Command;
        return new ReplayPlan(
            new ProcessSpec
            {
                Command = command,
                Name = Path.GetFileName(command[0]),
                WorkingDirectory = recorded.Target.WorkingDirectory,
                CleanEnvironment = recorded.Target.CleanEnvironment,
            },
            options.FindingId is null ? recorded.Findings : [Named(recorded.Findings, options.FindingId)]
        );
    }

    private static Finding Named(IReadOnlyList<Finding> findings, string id) =>
        findings.FirstOrDefault(finding => finding.Id == id)
        ?? throw new UsageException(
            $"--finding = {Printable.Escape(id)}: no such finding; "
                + (
                    findings.Count == 0
                        ? "the file holds none"
                        : $"the file holds {string.Join(", ", findings.Select(finding => Printable.Escape(finding.Id)))}"
                )
        );
}
