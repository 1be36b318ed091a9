namespace McpFuzzer.Actors.Fuzzing.Reports;

/// <summary>A report or journal can't be read; the message is one line that says what is wrong, and where.</summary>
internal sealed class ReportFileException(string message) : Exception(message);
