using System.Text.Json;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Fuzzing.Oracles;

namespace McpFuzzer.Actors.Fuzzing.Reports;

/// <summary>A findings file can't be read; the message is one line that says what is wrong, and where.</summary>
internal sealed class FindingsFileException(string message) : Exception(message);

/// <summary>What a findings file holds.</summary>
/// <param name="Target">What was fuzzed.</param>
/// <param name="Findings">In the file's order.</param>
internal sealed record RecordedFindings(ReportTarget Target, IReadOnlyList<Finding> Findings);

/// <summary>Reads <c>findings.json</c> for a replay.</summary>
internal static class FindingsReader
{
    private const int LargestSignal = 64;
    private const int DeepestLevel = 512;

    /// <summary>Reads it strictly.</summary>
    /// <exception cref="FindingsFileException">The file is missing, unreadable, or no findings file of this version.</exception>
    public static RecordedFindings Read(string path)
    {
        if (Directory.Exists(path))
        {
            throw new FindingsFileException($"{path}: a folder; name the findings.json in it");
        }

        try
        {
            using var document = JsonDocument.Parse(
                File.ReadAllBytes(path),
                new JsonDocumentOptions { MaxDepth = DeepestLevel }
            );
            return Read(new StrictJson(document.RootElement, "$"));
        }
        catch (FindingsFileException wrong)
        {
            throw new FindingsFileException($"{path}: {Printable.Escape(wrong.Message)}");
        }
        catch (JsonException wrong)
        {
            throw new FindingsFileException(
                $"{path}: no valid JSON at line {wrong.LineNumber + 1}, byte {wrong.BytePositionInLine + 1}"
            );
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new FindingsFileException($"{path}: {Printable.Escape(wrong.Message)}");
        }
        catch (InvalidOperationException)
        {
            // A string that is no text: lone surrogates or invalid UTF-8 where we never write them.
            throw new FindingsFileException($"{path}: a string in it is no valid text");
        }
    }

    private static RecordedFindings Read(StrictJson root)
    {
        var version = root["schemaVersion"];
        if (version.Whole != ReportJson.SchemaVersion)
        {
            throw version.Refuse($"is {version.Whole}: this program reads version {ReportJson.SchemaVersion}");
        }

        return new RecordedFindings(ReadTarget(root["target"]), [.. root["findings"].Items.Select(ReadFinding)]);
    }

    private static ReportTarget ReadTarget(StrictJson target)
    {
        var command = target["command"];
        var words = command.Items.Select(word => word.Text).ToArray();
        return new ReportTarget(
            words.Length > 0 ? words : throw command.Refuse("must hold at least the command's name"),
            target["masked"].Flag,
            [.. target["variables"].Items.Select(name => name.Text)],
            target["cleanEnvironment"].Flag,
            target["workingDirectory"].TextOrNull
        );
    }

    private static Finding ReadFinding(StrictJson finding)
    {
        var input = finding["input"];
        var read = new Finding
        {
            Id = finding["id"].Text,
            Category = ReadCategory(finding["category"]),
            Severity = ReadSeverity(finding["severity"]),
            Tool = finding["tool"].TextOrNull,
            Phase = finding["phase"].TextOrNull,
            Title = finding["title"].Text,
            Detail = finding["detail"].Text,
            Count = finding["count"].Whole,
            Input = input.IsNull ? null : input.RawObject,
            Sequence =
            [
                .. finding["sequence"]
                    .Items.Select(call => new RecordedCall(call["tool"].Text, call["arguments"].RawObject)),
            ],
            Exit = ReadExit(finding["exit"]),
            StderrTail = finding["stderrTail"].TextOrNull,
        };
        return read is { Input: not null, Tool: null }
            ? throw finding["tool"].Refuse("must name the tool that takes the input")
            : read;
    }

    private static string ReadCategory(StrictJson category) =>
        Categories.All.Contains(category.Text, StringComparer.Ordinal)
            ? category.Text
            : throw category.Refuse($"is {category.Text}, which is no category");

    private static Severity ReadSeverity(StrictJson severity)
    {
        foreach (var known in Enum.GetValues<Severity>())
        {
            if (ReportJson.NameOf(known) == severity.Text)
            {
                return known;
            }
        }

        throw severity.Refuse("must be high, medium, low or info");
    }

    private static ProcessExit? ReadExit(StrictJson exit) =>
        exit.IsNull ? null
        : exit.Find("code") is { } code ? new ProcessExit.Code(code.Whole)
        : exit.Find("signal") is { } signal ? new ProcessExit.Signal(NumberOf(signal), exit["coreDumped"].Flag)
        : exit.Find("unknown") is { } unknown ? new ProcessExit.Unknown(unknown.Text)
        : throw exit.Refuse("must have code or signal");

    private static int NumberOf(StrictJson signal)
    {
        var name = signal.Text;
        var number = Enumerable.Range(1, LargestSignal).FirstOrDefault(number => SignalName.Of(number) == name);
        return number > 0 ? number : throw signal.Refuse($"is {name}, which is no signal");
    }
}
