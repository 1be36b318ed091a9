using System.Text.Json;
using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Fuzzing.Reports;

/// <summary>The content of a journal.</summary>
/// <param name="Entries">In their order; the first is the header.</param>
/// <param name="Length">The number of bytes that they take; a torn line may follow.</param>
internal sealed record RecordedJournal(IReadOnlyList<JournalEntry> Entries, long Length);

/// <summary>
/// Reads <c>journal.jsonl</c> strictly, except for a last line that was torn when its writer was killed.
/// </summary>
internal static class JournalReader
{
    /// <summary>Reads a journal.</summary>
    /// <exception cref="ReportFileException">
    /// The file is missing, unreadable, or not a journal of this version.
    /// </exception>
    public static RecordedJournal Read(string path)
    {
        try
        {
            return Parse(File.ReadAllBytes(path));
        }
        catch (ReportFileException wrong)
        {
            throw new ReportFileException($"{path}: {Printable.Escape(wrong.Message)}");
        }
        catch (Exception wrong) when (FileFailure.Is(wrong))
        {
            throw new ReportFileException($"can't read {path}: {FileFailure.ReasonOf(wrong)}");
        }
    }

    /// <summary>Reads a journal's bytes.</summary>
    /// <exception cref="ReportFileException">The bytes are not a journal of this version.</exception>
    public static RecordedJournal Parse(ReadOnlyMemory<byte> content)
    {
        var entries = new List<JournalEntry>();
        var at = 0;
        while (content.Span[at..].IndexOf((byte)'\n') is >= 0 and var length)
        {
            entries.Add(Parse(content.Slice(at, length), entries.Count + 1));
            at += length + 1;
        }

        return entries switch
        {
            [] => throw new ReportFileException("holds no whole line: the run was killed before it began"),
            [JournalEntry.Begun, ..] => new RecordedJournal(entries, at),
            _ => throw new ReportFileException("line 1: $.kind must be begun"),
        };
    }

    private static JournalEntry Parse(ReadOnlyMemory<byte> line, int number)
    {
        try
        {
            using var document = JsonDocument.Parse(
                line,
                new JsonDocumentOptions { MaxDepth = ReportJson.DeepestLevel }
            );
            return JournalJson.Read(new StrictJson(document.RootElement, "$"));
        }
        catch (ReportFileException wrong)
        {
            throw new ReportFileException($"line {number}: {wrong.Message}");
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new ReportFileException($"line {number}: invalid JSON");
        }
    }
}
