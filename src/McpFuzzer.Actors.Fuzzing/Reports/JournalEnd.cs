namespace McpFuzzer.Actors.Fuzzing.Reports;

/// <summary>Ends the journal of an interrupted run when its reports are complete.</summary>
internal static class JournalEnd
{
    /// <summary>Appends the last line in the place of one that was torn.</summary>
    /// <param name="path">The journal.</param>
    /// <param name="length">How many bytes of it are whole lines.</param>
    /// <returns>One line when it can't be written; null when it was.</returns>
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
