using System.Text;
using System.Text.Json.Nodes;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Reports;

namespace McpFuzzer.Actors.Fuzzing.Tests.Reports;

public sealed class FindingsReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => _folder.At("findings.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Should_read_what_was_written()
    {
        System.IO.File.WriteAllBytes(File, Report(Samples.Target));

        var read = FindingsReader.Read(File);

        Assert.Equal(Samples.Target.Command, read.Target.Command);
        Assert.Equal(Samples.Target.Variables, read.Target.Variables);
        Assert.True(read.Target.Masked);
        Assert.Equal(Samples.All.Select(Flat), read.Findings.Select(Flat));
        Assert.Equal(Samples.Together.Sequence, read.Findings[1].Sequence);
        Assert.Equal(Samples.Crash.Variants, read.Findings[0].Variants);
    }

    [Fact]
    public void Should_read_a_file_of_an_earlier_version_when_it_lacks_the_later_members()
    {
        var replay = new ReplayCommand(["mcpfuzzer"], "f.json", Samples.OpenTarget);
        var later = new FindingsReport(Samples.OpenTarget, [Samples.Together, Samples.Slow], replay);
        var report = JsonNode.Parse(later.ToJson())!;
        foreach (var finding in report["findings"]!.AsArray().Select(finding => finding!.AsObject()))
        {
            finding.Remove("rule");
            finding.Remove("variants");
            finding.Remove("reproduced");
        }

        System.IO.File.WriteAllText(File, report.ToJsonString());

        var read = FindingsReader.Read(File);

        Assert.All(read.Findings, finding => Assert.Empty(finding.Variants));
        Assert.All(read.Findings, finding => Assert.Null(finding.Rule));
        Assert.All(read.Findings, finding => Assert.Null(finding.Reproduced));
    }

    [Theory]
    [InlineData("\"schemaVersion\": 1", "\"schemaVersion\": 2", "$.schemaVersion is 2: this program reads version 1")]
    [InlineData("\"schemaVersion\"", "\"version\"", "$.schemaVersion is missing")]
    [InlineData("\"high\"", "\"huge\"", "$.findings[0].severity must be high, medium, low or info")]
    [InlineData("\"crash\"", "\"smash\"", "$.findings[0].category is smash, which is not a category")]
    [InlineData("\"count\": 3", "\"count\": \"3\"", "$.findings[0].count must be a whole number")]
    [InlineData("\"SIGSEGV\",", "\"SIGNOPE\",", "$.findings[0].exit.signal is SIGNOPE, which is not a signal")]
    [InlineData("\"coreDumped\": true", "\"dumped\": true", "$.findings[0].exit.coreDumped is missing")]
    [InlineData("{\"x\":[1]}", "\"x\"", "$.findings[1].sequence[1].arguments must be an object")]
    [InlineData("\"tool\": \"divide\"", "\"tool\": null", "$.findings[0].tool must name the tool that takes the input")]
    [InlineData("\"findings\": [", "\"findings\": 5, \"x\": [", "$.findings must be a list")]
    [InlineData("\"shown\": 2", "\"shown\": \"2\"", "$.findings[0].reproduced.shown must be a whole number")]
    [InlineData("\"/a: type\"", "7", "$.findings[0].variants[0] must be a string")]
    [InlineData("\"masked\": true", "\"masked\": 1", "$.target.masked must be true or false")]
    [InlineData("\"schemaVersion\": 1,", "\"schemaVersion\": 1", "invalid JSON at line 3, byte 3")]
    public void Should_say_what_is_wrong_and_where_when_the_file_is_bad(string written, string spoilt, string wrong)
    {
        var text = Encoding.UTF8.GetString(Report(Samples.Target));
        var at = text.IndexOf(written, StringComparison.Ordinal);
        System.IO.File.WriteAllText(File, $"{text[..at]}{spoilt}{text[(at + written.Length)..]}");

        Assert.Equal($"{File}: {wrong}", Refused(File));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"\\ud800\"")]
    [InlineData("{\"schemaVersion\":1,\"target\":{\"command\":[\"\\ud800\"]}}")]
    [InlineData("{\"schemaVersion\":1,\"target\":{\"command\":[]}}")]
    public void Should_reject_in_one_line_when_it_is_another_file(string content)
    {
        System.IO.File.WriteAllText(File, content);

        var refused = Refused(File);
        Assert.StartsWith(File, refused, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused);
    }

    [Fact]
    public void Should_reject_a_file_that_does_not_exist() =>
        Assert.StartsWith(_folder.At("nothing"), Refused(_folder.At("nothing")), StringComparison.Ordinal);

    [Fact]
    public void Should_reject_a_folder() =>
        Assert.StartsWith(_folder.Path, Refused(_folder.Path), StringComparison.Ordinal);

    private static byte[] Report(ReportTarget target) =>
        new FindingsReport(target, Samples.All, new ReplayCommand(["mcpfuzzer"], "f.json", target)).ToJson();

    private static Finding Flat(Finding finding) => finding with { Sequence = [], Variants = [] };

    private static string Refused(string path) =>
        Assert.Throws<ReportFileException>(() => FindingsReader.Read(path)).Message;
}
