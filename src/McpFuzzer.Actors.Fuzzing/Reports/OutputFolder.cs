using System.Globalization;
using IOPath = System.IO.Path;

namespace McpFuzzer.Actors.Fuzzing.Reports;

/// <summary>The output folder can't be used; the message is one line that says why.</summary>
internal sealed class OutputFolderException(string message) : Exception(message);

/// <summary>The output folder of one campaign. One process holds it at a time.</summary>
internal sealed class OutputFolder : IDisposable
{
    private readonly FolderLock _lock;
    private readonly FolderLevels _levels;

    private OutputFolder(string path, FolderLevels levels, FolderLock taken)
    {
        Files = new ReportFiles(path);
        _levels = levels;
        _lock = taken;
    }

    /// <summary>The folder as it was given, or the default name.</summary>
    public string Path => Files.Folder;

    /// <summary>Where each report is.</summary>
    public ReportFiles Files { get; }

    /// <summary>
    /// Creates the folder, or takes an existing one without a report. Called before anything is started.
    /// </summary>
    /// <param name="path">The folder as given; null means <c>./mcpfuzzer-&lt;UTC&gt;-&lt;seed&gt;</c>, with <c>-2</c>
    /// and so on when that exists.</param>
    /// <param name="seed">For the default name.</param>
    /// <param name="now">For the default name.</param>
    /// <param name="parent">The folder that the default name is in.</param>
    /// <exception cref="OutputFolderException">It is a file or below one, cannot be created or written, already holds a
    /// report, or belongs to another run.</exception>
    public static OutputFolder Create(string? path, long seed, DateTimeOffset now, string parent = ".")
    {
        if (path is not null)
        {
            return TryClaim(path) ?? throw InUse(path);
        }

        var stamp = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var name = $"{parent}/mcpfuzzer-{stamp}-{seed}";
        var folder = TryClaimNew(name);
        for (var further = 2; folder is null; further++)
        {
            folder = TryClaimNew($"{name}-{further}");
        }

        return folder;
    }

    /// <summary>Takes the folder of an earlier run.</summary>
    /// <exception cref="OutputFolderException">The run still holds it, or it can't be written.</exception>
    public static OutputFolder Reopen(string path)
    {
        try
        {
            return FolderLock.TryTake(path) is { } taken
                ? new OutputFolder(path, FolderLevels.None, taken)
                : throw new OutputFolderException($"{path}: a run is still using it");
        }
        catch (Exception failure) when (FileFailure.Is(failure))
        {
            throw CannotWrite(path, failure);
        }
    }

    /// <summary>
    /// Checks before the reports are written that the folder still belongs to this run, and creates it again if it was
    /// removed: the user wants the findings.
    /// </summary>
    /// <exception cref="OutputFolderException">It is a file, belongs to another run, or cannot be created.</exception>
    public void Reclaim()
    {
        try
        {
            FolderLevels.Make(Path);
            if (!_lock.TryRetake())
            {
                throw new OutputFolderException("the folder is in use by another run");
            }

            if (File.Exists(Files.Findings) || File.Exists(Files.Summary))
            {
                throw new OutputFolderException("the folder holds another run's report");
            }
        }
        catch (Exception failure) when (FileFailure.Is(failure))
        {
            throw new OutputFolderException(FileFailure.ReasonOf(failure));
        }
    }

    /// <summary>Removes what the run has created, since the campaign did not start.</summary>
    public void Discard()
    {
        Files.RemoveLogs();
        _lock.Dispose();
        _levels.Remove();
    }

    /// <summary>Releases the folder.</summary>
    public void Dispose() => _lock.Dispose();

    private static OutputFolder? TryClaimNew(string path) => IOPath.Exists(path) ? null : TryClaim(path);

    // Null where another run holds it.
    private static OutputFolder? TryClaim(string path)
    {
        if (path.Length == 0)
        {
            throw new OutputFolderException("the output folder's path is empty");
        }

        if (path.Contains('\0', StringComparison.Ordinal))
        {
            throw new OutputFolderException("the output folder's path has a NUL in it");
        }

        var levels = FolderLevels.None;
        try
        {
            levels = FolderLevels.Make(path);
            if (FolderLock.TryTake(path) is not { } taken)
            {
                return null;
            }

            var folder = new OutputFolder(path, levels, taken);
            if (folder.Files.Old is { } old)
            {
                taken.Dispose();
                throw new OutputFolderException(
                    folder.Files.IsInterrupted
                        ? $"the output folder {path} holds a run that was killed: "
                            + "complete it with mcpfuzzer report, or choose another folder"
                        : $"the output folder {path} already holds a report ({old}): choose another folder"
                );
            }

            return folder;
        }
        catch (Exception failure) when (FileFailure.Is(failure))
        {
            levels.Remove();
            throw CannotWrite(path, failure);
        }
    }

    private static OutputFolderException InUse(string path) =>
        new($"the output folder {path} is in use by another run: choose another folder");

    private static OutputFolderException CannotWrite(string path, Exception failure) =>
        new($"can't write to the output folder {path}: {FileFailure.ReasonOf(failure)}");
}
