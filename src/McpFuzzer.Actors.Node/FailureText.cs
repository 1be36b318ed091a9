using McpFuzzer.Actors.Client.Configuration;
using McpFuzzer.Actors.Clusters.Tls;
using McpFuzzer.Actors.Fuzzing.Reports;
using McpFuzzer.Actors.Node.CommandLine;
using McpFuzzer.Actors.Node.Configuration;
using McpFuzzer.Actors.Node.Consoles;

namespace McpFuzzer.Actors.Node;

/// <summary>
/// Describes an exception on stderr. A failure that the user can mend is one line; a bug of mcpfuzzer comes with all
/// details.
/// </summary>
internal static class FailureText
{
    public static string Of(Exception exception) =>
        IsUsage(exception) || CauseOf(exception) is OutputLostException
            ? $"mcpfuzzer: {OneLine.Of(CauseOf(exception).Message)}"
            : $"mcpfuzzer: a fault of mcpfuzzer itself: {exception}";

    /// <summary>Whether the usage or the configuration is wrong.</summary>
    public static bool IsUsage(Exception exception) =>
        CauseOf(exception)
            is UsageException
                or SettingsException
                or OutputFolderException
                or ReportFileException
                or IdentityException;

    private static Exception CauseOf(Exception exception) =>
        exception is AggregateException { InnerExceptions.Count: 1 } single ? single.InnerException! : exception;
}
