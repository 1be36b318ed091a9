namespace McpFuzzer.Actors.Fuzzing.Reports;

/// <summary>Why a file can't be written, in the words of the operating system and without the path.</summary>
internal static class WriteFailure
{
    /// <summary>Whether an exception is about the file, and not about our own code.</summary>
    public static bool Is(Exception exception) => exception is IOException or UnauthorizedAccessException;

    /// <summary>Returns the reason, such as <c>No space left on device</c>.</summary>
    public static string ReasonOf(Exception exception) =>
        exception switch
        {
            DirectoryNotFoundException or FileNotFoundException => "No such file or directory",
            UnauthorizedAccessException { InnerException: IOException inner } => WithoutPath(inner.Message),
            _ => WithoutPath(exception.Message),
        };

    // The runtime appends " : '/the/path'" to what strerror(3) says.
    private static string WithoutPath(string message)
    {
        var path = message.IndexOf(" : '", StringComparison.Ordinal);
        return path < 0 ? message : message[..path];
    }
}
