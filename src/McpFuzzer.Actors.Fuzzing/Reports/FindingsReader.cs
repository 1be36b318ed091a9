using System.Text.Json;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Fuzzing.Reports;

/// <summary>The content of a findings file.</summary>
/// <param name="Target">What was fuzzed.</param>
/// <param name="Findings">In the file's order.</param>
internal sealed record RecordedFindings(ReportTarget Target, IReadOnlyList<Finding> Findings);

/// <summary>Reads <c>findings.json</c> for a replay.</summary>
internal static class FindingsReader
{
    /// <summary>Reads it strictly.</summary>
    /// <exception cref="ReportFileException">The file is missing, unreadable, or not a findings file of this
    /// version.</exception>
    public static RecordedFindings Read(string path)
    {
        if (Directory.Exists(path))
        {
            throw new ReportFileException($"{path}: a folder; name the findings.json in it");
        }

        try
        {
            using var document = JsonDocument.Parse(
                File.ReadAllBytes(path),
                new JsonDocumentOptions { MaxDepth = ReportJson.DeepestLevel }
            );
            return Read(new StrictJson(document.RootElement, "$"));
        }
        catch (ReportFileException wrong)
        {
            throw new ReportFileException($"{path}: {Printable.Escape(wrong.Message)}");
        }
        catch (JsonException wrong)
        {
            throw new ReportFileException(
                $"{path}: invalid JSON at line {wrong.LineNumber + 1}, byte {wrong.BytePositionInLine + 1}"
            );
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ReportFileException($"{path}: {Printable.Escape(wrong.Message)}");
        }
        catch (InvalidOperationException)
        {
            // A string that is not text: lone surrogates or invalid UTF-8, which we never write.
            throw new ReportFileException($"{path}: it holds a string that is not valid text");
        }
    }

    private static RecordedFindings Read(StrictJson root)
    {
        root["schemaVersion"].RequireVersion(ReportJson.SchemaVersion);
        return new RecordedFindings(
            TargetJson.Read(root["target"]),
            [.. root["findings"].Items.Select(FindingJson.Read)]
        );
    }
}
