namespace McpFuzzer.Actors.Fuzzing.Reports;

/// <summary>Writes a report atomically: it appears complete under its name, or not at all.</summary>
internal static class ReportFile
{
    /// <summary>Writes a report that does not exist yet.</summary>
    /// <returns>Why it could not be written; null when it was.</returns>
    public static string? TryWrite(string path, byte[] content)
    {
        // In the same folder, since a rename is atomic only within one file system.
        var part = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{Environment.ProcessId}.tmp");
        try
        {
            using (var file = new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            File.Move(part, path, overwrite: false);
            return null;
        }
        catch (Exception failure) when (FileFailure.Is(failure))
        {
            Remove(part);
            return FileFailure.ReasonOf(failure);
        }
    }

    private static void Remove(string part)
    {
        try
        {
            File.Delete(part);
        }
        catch (Exception failure) when (FileFailure.Is(failure))
        {
            // It was never created, or its folder is gone.
        }
    }
}
