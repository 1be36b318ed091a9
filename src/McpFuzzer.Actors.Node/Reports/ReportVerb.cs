using System.CommandLine;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Fuzzing.Reports;
using McpFuzzer.Actors.Node.Campaigns;
using McpFuzzer.Actors.Node.CommandLine;
using McpFuzzer.Actors.Node.Consoles;

namespace McpFuzzer.Actors.Node.Reports;

/// <summary><c>mcpfuzzer report</c>: completes the reports of a run that was killed, from its journal.</summary>
internal sealed class ReportVerb : Verb
{
    private Severity? _failOn = FailOnOption.Default;
    private bool _isJson;

    public override string Name => "report";

    public override string Summary =>
        "Completes the reports of a run that was killed, from the journal in its output folder.";

    public override string Usage => "DIR [options]";

    public override IReadOnlyList<string> Examples => ["report out", "report out --fail-on high --json"];

    public override IReadOnlyList<(string Code, string Meaning)> Codes =>
        [
            ("0", "nothing to complete, or no finding at or above --fail-on"),
            ("1", "findings at or above --fail-on"),
            ("2", "wrong usage"),
            ("3", "the run sent no call"),
            ("4", "a bug of mcpfuzzer, or reports that can't be written"),
        ];

    public override VerbArgument Argument { get; } =
        new("DIR", "The output folder of a run.", "the output folder of a run, as in: mcpfuzzer report out");

    public override string? Rejection => Target is null ? null : "report: takes no command; it starts nothing";

    public override string RejectionOf(IReadOnlyList<string> words, string? argument) =>
        $"{Printable.Escape(words[0])}: report takes one folder";

    /// <summary>Completes the reports.</summary>
    /// <exception cref="UsageException">It is not the folder of a run.</exception>
    /// <exception cref="OutputFolderException">A run still holds it.</exception>
    /// <exception cref="ReportFileException">The journal can't be read.</exception>
    public override Task<int> RunAsync(NodeConsole console) => Task.FromResult(Run(console));

    protected override IReadOnlyList<Option> BuildOptions() =>
        [
            FailOnOption.Of(severity => _failOn = severity),
            new VerbFlag("--json", "Prints the result to stdout as JSON.", () => _isJson = true),
        ];

    private int Run(NodeConsole console)
    {
        var given = FilePaths.ToWrite("report", Argument.Value);
        var files = new ReportFiles(given);
        if (!File.Exists(files.Journal))
        {
            return files.AreComplete ? SayComplete(files, console) : throw new UsageException(NoRun(given));
        }

        using var folder = OutputFolder.Reopen(given);
        var journal = JournalReader.Read(files.Journal);
        var run = InterruptedRun.Of(journal.Entries);
        if (run.IsComplete && files.AreComplete)
        {
            return SayComplete(files, console);
        }

        var findings = File.Exists(files.Findings) ? FindingsReader.Read(files.Findings).Findings : run.Findings;
        var completed = new CampaignCompleted("report", run.Summary, findings, null);
        return Complete(
            completed,
            new CampaignReport(files, run.Begun.Target, run.Begun.Program, run.Begun.Version),
            journal,
            console
        );
    }

    private int Complete(
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
            console.WriteOutput(FuzzResult.Of(completed, report, _isJson, console.Layout));
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
            FuzzVerdict.ExitCode(completed, _failOn, signalled: null),
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
