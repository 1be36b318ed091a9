using System.Text.Json;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Secrets;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Fuzzing.Reports;

namespace McpFuzzer.Actors.Node.Runs;

/// <summary>The JSON of <c>--status</c>. Where the command was restarted, it describes the last incarnation.</summary>
/// <param name="Key">The key of the process.</param>
/// <param name="Spec">What was to be started.</param>
/// <param name="Record">What happened to the command.</param>
/// <param name="ExitCode">The exit code of mcpfuzzer.</param>
internal sealed record StatusReport(ProcessKey Key, ProcessSpec Spec, RunRecord Record, int ExitCode)
{
    public byte[] ToJson() => ReportJson.File(Write);

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteNumber("schemaVersion", ReportJson.SchemaVersion);
        writer.WriteString("key", Key.Value);
        ReportJson.WriteTexts(
            writer,
            "command",
            [.. SecretRules.MaskArguments(Spec.Command, Spec.Redact).Select(ByteText.Show)]
        );
        WriteStart(writer);
        ReportJson.WriteExit(writer, "exit", Exit);
        WriteWord(writer, "cause", Record.Cause);
        writer.WriteNumber("exitCode", ExitCode);
        writer.WriteBoolean("escalated", Record.Stopped?.Escalated ?? Record.Unkillable is not null);
        WriteWord(writer, "containment", Record.Started?.Containment);
        writer.WriteNumber("survivorsKilled", Record.Stopped?.SurvivorsKilled ?? 0);
        writer.WriteNumber("restarts", Record.Restarts);
        WriteLimit(writer);
        WriteWord(writer, "spawnError", Record.Rejected?.SpawnError);
        WriteOutput(writer);
    }

    private ProcessExit? Exit =>
        Record.Exit ?? (Record.Lost is { Detail: var detail } ? new ProcessExit.Unknown(detail) : null);

    private ProcessPhase Phase =>
        Record switch
        {
            { Rejected: not null } or { GivenUp: not null } => ProcessPhase.Failed,
            { Unkillable: not null } => ProcessPhase.Unkillable,
            _ => ProcessPhase.Exited,
        };

    private void WriteStart(Utf8JsonWriter writer)
    {
        WriteWord<ProcessPhase>(writer, "phase", Phase);
        if (Record.Started is { } started)
        {
            writer.WriteNumber("pid", started.Pid);
            writer.WriteString("startedAt", started.At.UtcDateTime);
        }
        else
        {
            writer.WriteNull("pid");
            writer.WriteNull("startedAt");
        }

        if (Record.Exited is { Ran: var ran })
        {
            writer.WriteNumber("ranMs", (long)ran.TotalMilliseconds);
        }
        else
        {
            writer.WriteNull("ranMs");
        }
    }

    private void WriteLimit(Utf8JsonWriter writer)
    {
        if (Record.Breach is not { } breach)
        {
            writer.WriteNull("limit");
            return;
        }

        writer.WriteStartObject("limit");
        WriteWord<LimitKind>(writer, "kind", breach.Kind);
        writer.WriteNumber("seen", breach.Seen);
        writer.WriteNumber("bound", breach.Bound);
        if (breach.Measure is { } measure)
        {
            WriteWord<MemoryMeasure>(writer, "measure", measure);
        }

        writer.WriteEndObject();
    }

    private void WriteOutput(Utf8JsonWriter writer)
    {
        var stdout = Record.Stopped?.StdoutTail ?? Record.Exited?.StdoutTail;
        var stderr = Record.Stopped?.StderrTail ?? Record.Exited?.StderrTail;
        if (Spec.Stdout != StdioMode.Piped || stdout is null || stderr is null)
        {
            writer.WriteNull("stdoutBytes");
            writer.WriteNull("stderrBytes");
            writer.WriteNull("stderrTail");
            return;
        }

        writer.WriteNumber("stdoutBytes", stdout.TotalBytes);
        writer.WriteNumber("stderrBytes", stderr.TotalBytes);
        writer.WriteString("stderrTail", Printable.FromBytes(stderr.Bytes.Span, keepNewlines: true));
    }

    private static void WriteWord<TEnum>(Utf8JsonWriter writer, string name, TEnum? value)
        where TEnum : struct, Enum =>
        writer.WriteString(name, value is { } word ? JsonNamingPolicy.CamelCase.ConvertName(word.ToString()) : null);
}
