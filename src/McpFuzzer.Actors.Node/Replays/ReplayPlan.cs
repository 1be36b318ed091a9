using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Fuzzing.Reports;
using McpFuzzer.Actors.Node.CommandLine;

namespace McpFuzzer.Actors.Node.Replays;

/// <summary>What is replayed, and the target of the calls.</summary>
/// <param name="Target">How the server is started.</param>
/// <param name="Findings">The findings whose calls are sent again.</param>
internal sealed record ReplayPlan(ProcessSpec Target, IReadOnlyList<Finding> Findings)
{
    /// <summary>Returns the plan of a file and the options.</summary>
    /// <exception cref="UsageException">
    /// There is no such finding, or the file does not hold the whole command of the server.
    /// </exception>
    public static ReplayPlan Of(RecordedFindings recorded, ReplayOptions options)
    {
        if (options.Target is null && recorded.Target.Masked)
        {
            throw new UsageException(
                $"{Printable.Escape(options.File)}: a part of the recorded command is masked as a secret; "
                    + "give the whole command after --"
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
            $"--finding = {Printable.Escape(id)}: no such finding; the file holds {Ids(findings)}"
        );

    private static string Ids(IReadOnlyList<Finding> findings) =>
        findings.Count == 0 ? "none" : string.Join(", ", findings.Select(finding => Printable.Escape(finding.Id)));
}
