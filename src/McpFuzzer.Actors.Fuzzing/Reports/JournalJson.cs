using System.Globalization;
using System.Text.Json;
using McpFuzzer.Actors.Contracts.Campaigns;

namespace McpFuzzer.Actors.Fuzzing.Reports;

/// <summary>Writes and reads the entries of a journal. Each line is one JSON object with a <c>kind</c>.</summary>
internal static class JournalJson
{
    private const string Begun = "begun";
    private const string Counted = "counted";
    private const string Found = "found";
    private const string Completed = "completed";

    /// <summary>Returns the line of an entry, with its newline.</summary>
    public static byte[] Line(JournalEntry entry) =>
        ReportJson.Line(writer =>
        {
            switch (entry)
            {
                case JournalEntry.Begun begun:
                    Write(writer, begun);
                    break;
                case JournalEntry.Counted counted:
                    Write(writer, counted);
                    break;
                case JournalEntry.Found found:
                    writer.WriteString("kind", Found);
                    writer.WriteNumber("ranMs", (long)found.Ran.TotalMilliseconds);
                    writer.WriteStartObject("finding");
                    FindingJson.Write(writer, found.Finding);
                    writer.WriteEndObject();
                    ReportJson.WriteTexts(writer, "supersedes", found.Supersedes);
                    break;
                case JournalEntry.Completed:
                    writer.WriteString("kind", Completed);
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(entry), entry, "no entry of a journal");
            }
        });

    /// <summary>Reads an entry strictly.</summary>
    /// <exception cref="ReportFileException">The line is not an entry of this version.</exception>
    public static JournalEntry Read(StrictJson line)
    {
        var kind = line["kind"];
        return kind.Text switch
        {
            Begun => ReadBegun(line),
            Counted => new JournalEntry.Counted(
                Milliseconds(line["ranMs"]),
                line["planned"].Whole,
                line["restarts"].Whole,
                line["outcomes"]
                    .Members.ToDictionary(member => OutcomeOf(member.Key, line), member => member.Value.Whole),
                Texts(line["called"])
            ),
            Found => new JournalEntry.Found(
                Milliseconds(line["ranMs"]),
                FindingJson.Read(line["finding"]),
                Texts(line["supersedes"])
            ),
            Completed => new JournalEntry.Completed(),
            var other => throw kind.Reject($"is {other}, which is not a kind of entry"),
        };
    }

    private static void Write(Utf8JsonWriter writer, JournalEntry.Begun begun)
    {
        writer.WriteNumber("schemaVersion", ReportJson.SchemaVersion);
        writer.WriteString("kind", Begun);
        writer.WriteString("mcpFuzzerVersion", begun.Version);
        ReportJson.WriteTexts(writer, "program", begun.Program);
        TargetJson.Write(writer, begun.Target);
        writer.WriteNumber("seed", begun.Seed);
        writer.WriteStartObject("thresholds");
        foreach (var (key, value) in begun.Thresholds.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            writer.WriteString(key, value);
        }

        writer.WriteEndObject();
        writer.WriteString("startedAt", ReportJson.Moment(begun.StartedAt));
    }

    private static void Write(Utf8JsonWriter writer, JournalEntry.Counted counted)
    {
        writer.WriteString("kind", Counted);
        writer.WriteNumber("ranMs", (long)counted.Ran.TotalMilliseconds);
        writer.WriteNumber("planned", counted.Planned);
        writer.WriteNumber("restarts", counted.Restarts);
        writer.WriteStartObject("outcomes");
        foreach (var (outcome, count) in counted.Outcomes.OrderBy(entry => entry.Key))
        {
            writer.WriteNumber(ReportJson.NameOf(outcome), count);
        }

        writer.WriteEndObject();
        ReportJson.WriteTexts(writer, "called", counted.Called);
    }

    private static JournalEntry.Begun ReadBegun(StrictJson line)
    {
        line["schemaVersion"].RequireVersion(ReportJson.SchemaVersion);
        return new JournalEntry.Begun(
            TargetJson.Read(line["target"]),
            line["seed"].Long,
            line["mcpFuzzerVersion"].Text,
            Texts(line["program"]),
            line["thresholds"].Members.ToDictionary(member => member.Key, member => member.Value.Text),
            ReadMoment(line["startedAt"])
        );
    }

    private static DateTimeOffset ReadMoment(StrictJson moment) =>
        DateTimeOffset.TryParse(moment.Text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var read)
            ? read
            : throw moment.Reject("must be a date and time");

    private static CaseOutcome OutcomeOf(string name, StrictJson line)
    {
        foreach (var known in Enum.GetValues<CaseOutcome>())
        {
            if (ReportJson.NameOf(known) == name)
            {
                return known;
            }
        }

        throw line["outcomes"].Reject($"has {name}, which is not an outcome");
    }

    private static TimeSpan Milliseconds(StrictJson number) =>
        number.Long is >= 0 and < long.MaxValue / TimeSpan.TicksPerMillisecond
            ? TimeSpan.FromMilliseconds(number.Long)
            : throw number.Reject("must be a number of milliseconds");

    private static IReadOnlyList<string> Texts(StrictJson list) => [.. list.Items.Select(item => item.Text)];
}
