using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Fuzzing.Reports;
using McpFuzzer.Actors.Node.Campaigns;
using McpFuzzer.Actors.Node.CommandLine;
using McpFuzzer.Actors.Node.Consoles;

namespace McpFuzzer.Actors.Node.Reports;

/// <summary><c>mcpfuzzer report</c>: completes the reports of a killed run from its journal.</summary>
internal static class ReportVerb
{
    /// <summary>Runs the verb.</summary>
    /// <exception cref="UsageException">It is not the folder of a run.</exception>
    /// <exception cref="OutputFolderException">A run still holds it.</exception>
    /// <exception cref="ReportFileException">The journal can't be read.</exception>
    public static int Run(ReportOptions options, NodeConsole console)
    {
        var files = new ReportFiles(options.Folder);
        if (!File.Exists(files.Journal))
        {
            return files.AreComplete ? SayComplete(files, console) : throw new UsageException(NoRun(options.Folder));
        }

        using var folder = OutputFolder.Reopen(options.Folder);
        var journal = JournalReader.Read(files.Journal);
        var run = InterruptedRun.Of(journal.Entries);
        if (run.IsComplete && files.AreComplete)
        {
            return SayComplete(files, console);
        }

        var findings = File.Exists(files.Findings) ? FindingsReader.Read(files.Findings).Findings : run.Findings;
        var completed = new CampaignCompleted("report", run.Summary, findings, null);
        return Complete(
            options,
            completed,
            new CampaignReport(files, run.Begun.Target, run.Begun.Program, run.Begun.Version),
            journal,
            console
        );
    }

    private static int Complete(
        ReportOptions options,
        CampaignCompleted completed,
        CampaignReport report,
        RecordedJournal journal,
        NodeConsole console
    )
    {
        foreach (var note in CoverageGaps.Lines(completed))
        {
            console.WriteErrorLine($"mcpfuzzer: {note}");
        }

        string? missing = null;
        try
        {
            console.WriteOutput(FuzzResult.Of(completed, report, options.Json, console.Layout));
        }
        finally
        {
            missing = ReportWriting.Write(report, completed) ?? JournalEnd.Append(report.Files.Journal, journal.Length);
        }

        if (missing is not null)
        {
            console.WriteErrorLine($"mcpfuzzer: {missing}");
        }

        return FuzzVerdict.WithReports(
            FuzzVerdict.ExitCode(completed, options.FailOn, signalled: null),
            areWritten: missing is null
        );
    }

    private static int SayComplete(ReportFiles files, NodeConsole console)
    {
        console.WriteErrorLine($"mcpfuzzer: {Printable.Escape(files.Folder)}: the reports are complete");
        return ExitCodes.Clean;
    }

    private static string NoRun(string folder) =>
        Printable.Escape(folder)
        + (
            Directory.Exists(folder) ? ": no journal.jsonl in it, so it is not the output folder of a run"
            : File.Exists(folder) ? ": a file; name the output folder of a run"
            : ": no such folder"
        );
}
