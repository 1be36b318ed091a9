namespace McpFuzzer.Actors.Fuzzing.Reports;

/// <summary>Why a file can't be written, in the words of the operating system and without the path.</summary>
internal static class FileFailure
{
    /// <summary>Returns whether an exception is about the file, and not a bug.</summary>
    public static bool Is(Exception exception) =>
        exception is IOException or UnauthorizedAccessException || IsTooLarge(exception);

    /// <summary>Returns the reason, such as <c>No space left on device</c>.</summary>
    public static string ReasonOf(Exception exception) =>
        exception switch
        {
            DirectoryNotFoundException or FileNotFoundException => "No such file or directory",
            UnauthorizedAccessException { InnerException: IOException inner } => WithoutPath(inner.Message),
            _ => IsTooLarge(exception) ? "File too large" : WithoutPath(exception.Message),
        };

    // The runtime's error for EFBIG: the limit of setrlimit(2) or of the file system.
    private static bool IsTooLarge(Exception exception) =>
        exception is ArgumentOutOfRangeException { ParamName: "value" };

    // The runtime appends " : '/the/path'" to what strerror(3) says.
    private static string WithoutPath(string message)
    {
        var path = message.IndexOf(" : '", StringComparison.Ordinal);
        return path < 0 ? message : message[..path];
    }
}
