namespace McpFuzzer.Actors.Fuzzing.Reports;

/// <summary>Ends the journal of an interrupted run when its reports are complete.</summary>
internal static class JournalEnd
{
    /// <summary>Replaces a torn last line with the last line of a complete journal.</summary>
    /// <param name="path">The journal.</param>
    /// <param name="length">The number of bytes in whole lines.</param>
    /// <returns>Returns an error in one line; null when it was written.</returns>
    public static string? Append(string path, long length)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.Read, bufferSize: 0);
            file.SetLength(length);
            file.Seek(0, SeekOrigin.End);
            file.Write(JournalJson.Line(new JournalEntry.Completed()));
            file.Flush(flushToDisk: true);
            return null;
        }
        catch (Exception failure) when (FileFailure.Is(failure))
        {
            return $"can't write {path}: {FileFailure.ReasonOf(failure)}";
        }
    }
}
