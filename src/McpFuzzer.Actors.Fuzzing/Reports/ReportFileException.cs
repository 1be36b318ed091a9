namespace McpFuzzer.Actors.Fuzzing.Reports;

/// <summary>A report or journal cannot be read. The message says in one line what is wrong, and where.</summary>
internal sealed class ReportFileException(string message) : Exception(message);
