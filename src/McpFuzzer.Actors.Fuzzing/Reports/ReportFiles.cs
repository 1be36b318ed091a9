namespace McpFuzzer.Actors.Fuzzing.Reports;

/// <summary>The files of an output folder.</summary>
/// <param name="Folder">The folder, as the user would name it.</param>
internal sealed record ReportFiles(string Folder)
{
    private static readonly string[] Names = ["findings.json", "summary.json", "cases.jsonl", "journal.jsonl"];

    public string Findings => At("findings.json");

    public string Summary => At("summary.json");

    public string Cases => At("cases.jsonl");

    public string Journal => At("journal.jsonl");

    /// <summary>The name of a file of an earlier run; null where there is none.</summary>
    public string? Old => Array.Find(Names, name => File.Exists(At(name)));

    /// <summary>Both reports exist.</summary>
    public bool AreComplete => File.Exists(Findings) && File.Exists(Summary);

    /// <summary>A run has started to write, and has not completed its reports.</summary>
    public bool IsInterrupted => File.Exists(Journal) && !AreComplete;

    /// <summary>Removes what a campaign writes while it runs.</summary>
    public void RemoveLogs()
    {
        foreach (var log in (string[])[Cases, Journal])
        {
            try
            {
                File.Delete(log);
            }
            catch (Exception failure) when (FileFailure.Is(failure))
            {
                // The folder is gone or read-only. The files in it do not matter.
            }
        }
    }

    private string At(string name) => Path.Combine(Folder, name);
}
