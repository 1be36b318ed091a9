namespace McpFuzzer.Actors.Fuzzing.Reports;

/// <summary>The folders that were created for a path, so that they can be removed again.</summary>
internal sealed class FolderLevels
{
    private readonly IReadOnlyList<string> _made;

    private FolderLevels(IReadOnlyList<string> made) => _made = made;

    public static FolderLevels None { get; } = new([]);

    /// <summary>Makes each folder of a path that is missing.</summary>
    /// <exception cref="OutputFolderException">It is a file, or below one.</exception>
    /// <exception cref="IOException">The operating system rejects it.</exception>
    /// <exception cref="UnauthorizedAccessException">The operating system rejects it.</exception>
    public static FolderLevels Make(string path)
    {
        var missing = Missing(path);
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception failure) when (FileFailure.Is(failure))
        {
            new FolderLevels(missing).Remove();
            throw;
        }

        return new FolderLevels(missing);
    }

    /// <summary>Removes the folders that were created, if they are empty.</summary>
    public void Remove()
    {
        try
        {
            foreach (var folder in _made.Where(Directory.Exists))
            {
                if (Directory.EnumerateFileSystemEntries(folder).Any())
                {
                    return;
                }

                Directory.Delete(folder);
            }
        }
        catch (Exception failure) when (FileFailure.Is(failure))
        {
            // An empty folder stays, which harms nothing.
        }
    }

    // The deepest first.
    private static List<string> Missing(string path)
    {
        var missing = new List<string>();
        for (
            string? at = Path.GetFullPath(path);
            at is not null && !Directory.Exists(at);
            at = Path.GetDirectoryName(at)
        )
        {
            if (File.Exists(at))
            {
                throw new OutputFolderException(
                    missing.Count == 0
                        ? $"the output folder {path} is a file"
                        : $"can't create the output folder {path}: {at} is a file"
                );
            }

            missing.Add(at);
        }

        return missing;
    }
}
