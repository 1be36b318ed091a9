using System.Globalization;
using McpFuzzer.Actors.Contracts.Campaigns;
using IOPath = System.IO.Path;

namespace McpFuzzer.Actors.Fuzzing.Reports;

/// <summary>The output folder can't be used; the message is one line that says why.</summary>
internal sealed class OutputFolderException(string message) : Exception(message);

/// <summary>Where the reports of one campaign go. Each report appears whole, under its name, or not at all.</summary>
internal sealed class OutputFolder
{
    private const string Findings = "findings.json";
    private const string Summary = "summary.json";
    private const string Cases = "cases.jsonl";

    private static readonly string[] Reports = [Findings, Summary, Cases];

    private readonly IReadOnlyList<string> _made;

    private OutputFolder(string path, IReadOnlyList<string> made)
    {
        Path = path;
        _made = made;
    }

    /// <summary>The folder as it was given, or the default name.</summary>
    public string Path { get; }

    /// <summary>The path of <c>findings.json</c>, for <see cref="ReplayCommand" />.</summary>
    public string FindingsPath => IOPath.Combine(Path, Findings);

    /// <summary>Makes the folder, or takes an existing one that holds no report. Asked before anything is started.</summary>
    /// <param name="path">As given; null is <c>./mcpfuzzer-&lt;UTC&gt;-&lt;seed&gt;</c>.</param>
    /// <param name="seed">For the default name.</param>
    /// <param name="now">For the default name.</param>
    /// <exception cref="OutputFolderException">It is a file or below one, can't be made or written, or holds a report already.</exception>
    public static OutputFolder Create(string? path, long seed, DateTimeOffset now)
    {
        var chosen =
            path
            ?? $"./mcpfuzzer-{now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}-{seed}";
        if (chosen.Length == 0)
        {
            throw new OutputFolderException("the output folder's path is empty");
        }

        if (chosen.Contains('\0', StringComparison.Ordinal))
        {
            throw new OutputFolderException("the output folder's path has a NUL in it");
        }

        var missing = MissingLevels(chosen);
        var made = missing.ToList();
        try
        {
            Directory.CreateDirectory(chosen);
            RefuseOldReport(chosen);
            ProveWritable(chosen);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            Remove(made);
            throw new OutputFolderException($"can't write to the output folder {chosen}: {refused.Message}");
        }

        return new OutputFolder(chosen, made);
    }

    /// <summary>Writes <c>findings.json</c>.</summary>
    /// <param name="target">What was fuzzed.</param>
    /// <param name="findings">In their order.</param>
    /// <param name="replay">Makes the command of each finding.</param>
    public void WriteFindings(ReportTarget target, IReadOnlyList<Finding> findings, ReplayCommand replay) =>
        Write(Findings, new FindingsReport(target, findings, replay).ToJson());

    /// <summary>Writes <c>summary.json</c>.</summary>
    public void WriteSummary(SummaryReport summary) => Write(Summary, summary.ToJson());

    /// <summary>Opens <c>cases.jsonl</c>: one line per case, appended as they come.</summary>
    public CasesLog OpenCases() => new(IOPath.Combine(Path, Cases));

    /// <summary>Takes the folder away again where nothing was written into it: the campaign never came to be.</summary>
    public void Discard() => Remove(_made);

    // The deepest first: the folders that have to be made.
    private static List<string> MissingLevels(string path)
    {
        var missing = new List<string>();
        for (
            string? at = IOPath.GetFullPath(path);
            at is not null && !Directory.Exists(at);
            at = IOPath.GetDirectoryName(at)
        )
        {
            if (File.Exists(at))
            {
                throw new OutputFolderException(
                    missing.Count == 0
                        ? $"the output folder {path} is a file"
                        : $"can't make the output folder {path}: {at} is a file"
                );
            }

            missing.Add(at);
        }

        return missing;
    }

    private static void RefuseOldReport(string path)
    {
        var old = Array.Find(Reports, report => File.Exists(IOPath.Combine(path, report)));
        if (old is not null)
        {
            throw new OutputFolderException(
                $"the output folder {path} holds a report already ({old}): give another one"
            );
        }
    }

    private static void ProveWritable(string path)
    {
        var probe = IOPath.Combine(path, $".mcpfuzzer-{Environment.ProcessId}.tmp");
        File.WriteAllBytes(probe, []);
        File.Delete(probe);
    }

    private static void Remove(IReadOnlyList<string> made)
    {
        foreach (var folder in made)
        {
            if (!Directory.Exists(folder))
            {
                continue;
            }

            if (Directory.EnumerateFileSystemEntries(folder).Any())
            {
                return;
            }

            Directory.Delete(folder);
        }
    }

    private void Write(string name, byte[] content)
    {
        // In the same folder, since a rename is atomic within one file system only.
        var whole = IOPath.Combine(Path, name);
        var part = IOPath.Combine(Path, $".{name}.{Environment.ProcessId}.tmp");
        using (var file = new FileStream(part, FileMode.Create, FileAccess.Write))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        File.Move(part, whole, overwrite: true);
    }
}
