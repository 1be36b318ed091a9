using System.Text.Json;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Fuzzing.Oracles;

namespace McpFuzzer.Actors.Fuzzing.Reports;

/// <summary>One finding in <c>findings.json</c> and in the journal.</summary>
internal static class FindingJson
{
    /// <summary>Writes the members of a finding.</summary>
    public static void Write(Utf8JsonWriter writer, Finding finding)
    {
        writer.WriteString("id", finding.Id);
        writer.WriteString("category", finding.Category);
        writer.WriteString("severity", ReportJson.NameOf(finding.Severity));
        WriteRule(writer, finding.Rule);
        writer.WriteString("tool", finding.Tool);
        writer.WriteString("phase", finding.Phase);
        writer.WriteString("title", Bounds.Title(finding.Title));
        writer.WriteString("detail", Bounds.Detail(finding.Detail));
        writer.WriteNumber("count", finding.Count);
        ReportJson.WriteTexts(writer, "variants", Bounds.Variants(finding.Variants));
        ReportJson.WriteRaw(writer, "input", finding.Input);
        writer.WriteStartArray("sequence");
        foreach (var call in finding.Sequence)
        {
            writer.WriteStartObject();
            writer.WriteString("tool", call.Tool);
            ReportJson.WriteRaw(writer, "arguments", call.Arguments);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        ReportJson.WriteExit(writer, "exit", finding.Exit);
        writer.WriteString("stderrTail", finding.StderrTail);
        WriteReproduced(writer, finding.Reproduced);
    }

    /// <summary>Reads a finding. Files of earlier versions have no rule, variants or reproduced.</summary>
    /// <exception cref="ReportFileException">A member is missing or of another kind.</exception>
    public static Finding Read(StrictJson finding)
    {
        var input = finding["input"];
        var read = new Finding
        {
            Id = finding["id"].Text,
            Category = ReadCategory(finding["category"]),
            Severity = ReadSeverity(finding["severity"]),
            Rule = finding.FindValue("rule") is { } rule ? new RuleReference(rule["id"].Text, rule["url"].Text) : null,
            Tool = finding["tool"].TextOrNull,
            Phase = finding["phase"].TextOrNull,
            Title = finding["title"].Text,
            Detail = finding["detail"].Text,
            Count = finding["count"].Whole,
            Variants = [.. finding.FindValue("variants")?.Items.Select(variant => variant.Text) ?? []],
            Input = input.IsNull ? null : input.RawObject,
            Sequence =
            [
                .. finding["sequence"]
                    .Items.Select(call => new RecordedCall(call["tool"].Text, call["arguments"].RawObject)),
            ],
            Exit = ReadExit(finding["exit"]),
            StderrTail = finding["stderrTail"].TextOrNull,
            Reproduced = finding.FindValue("reproduced") is { } reproduced
                ? new Reproduction(reproduced["shown"].Whole, reproduced["of"].Whole)
                : null,
        };
        return read is { Input: not null, Tool: null }
            ? throw finding["tool"].Reject("must name the tool that takes the input")
            : read;
    }

    private static void WriteRule(Utf8JsonWriter writer, RuleReference? rule)
    {
        if (rule is null)
        {
            writer.WriteNull("rule");
            return;
        }

        writer.WriteStartObject("rule");
        writer.WriteString("id", rule.Id);
        writer.WriteString("url", rule.Url);
        writer.WriteEndObject();
    }

    private static void WriteReproduced(Utf8JsonWriter writer, Reproduction? reproduced)
    {
        if (reproduced is null)
        {
            writer.WriteNull("reproduced");
            return;
        }

        writer.WriteStartObject("reproduced");
        writer.WriteNumber("shown", reproduced.Shown);
        writer.WriteNumber("of", reproduced.Tried);
        writer.WriteEndObject();
    }

    private static string ReadCategory(StrictJson category) =>
        Categories.All.Contains(category.Text, StringComparer.Ordinal)
            ? category.Text
            : throw category.Reject($"is {category.Text}, which is not a category");

    private static Severity ReadSeverity(StrictJson severity)
    {
        foreach (var known in Enum.GetValues<Severity>())
        {
            if (ReportJson.NameOf(known) == severity.Text)
            {
                return known;
            }
        }

        throw severity.Reject("must be high, medium, low or info");
    }

    private static ProcessExit? ReadExit(StrictJson exit) =>
        exit.IsNull ? null
        : exit.Find("code") is { } code ? new ProcessExit.Code(code.Whole)
        : exit.Find("signal") is { } signal ? new ProcessExit.Signal(NumberOf(signal), exit["coreDumped"].Flag)
        : exit.Find("unknown") is { } unknown ? new ProcessExit.Unknown(unknown.Text)
        : throw exit.Reject("must have code or signal");

    private static int NumberOf(StrictJson signal)
    {
        var name = signal.Text;
        var number = Enumerable.Range(1, SignalName.Largest).FirstOrDefault(number => SignalName.Of(number) == name);
        return number > 0 ? number : throw signal.Reject($"is {name}, which is not a signal");
    }
}
