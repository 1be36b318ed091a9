using System.Text;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Reports;

namespace McpFuzzer.Actors.Fuzzing.Tests.Reports;

public sealed class JournalTests
{
    private static readonly JournalEntry.Begun Begun = new(
        Samples.OpenTarget,
        -7,
        "0.1.0",
        ["dotnet", "mcpfuzzer.dll"],
        new Dictionary<string, string>(StringComparer.Ordinal) { ["stuck-after"] = "2000ms" },
        new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero)
    );

    private static readonly JournalEntry.Counted Counted = new(
        TimeSpan.FromSeconds(3),
        400,
        2,
        new Dictionary<CaseOutcome, int> { [CaseOutcome.Succeeded] = 9, [CaseOutcome.NotSent] = 5 },
        ["echo", "add"]
    );

    [Fact]
    public void Should_have_lines_of_this_form()
    {
        Assert.Equal(
            """{"schemaVersion":1,"kind":"begun","mcpFuzzerVersion":"0.1.0","program":["dotnet","mcpfuzzer.dll"],"target":{"command":["server"],"masked":false,"variables":[],"cleanEnvironment":false,"workingDirectory":null},"seed":-7,"thresholds":{"stuck-after":"2000ms"},"startedAt":"2026-01-02T03:04:05.678Z"}"""
                + "\n",
            Text(Begun)
        );
        Assert.Equal(
            """{"kind":"counted","ranMs":3000,"planned":400,"restarts":2,"outcomes":{"succeeded":9,"not-sent":5},"called":["echo","add"]}"""
                + "\n",
            Text(Counted)
        );
        Assert.StartsWith(
            """{"kind":"found","ranMs":4000,"finding":{"id":"0123456789ab",""",
            Text(Found(Samples.Crash)),
            StringComparison.Ordinal
        );
        Assert.Equal("""{"kind":"completed"}""" + "\n", Text(new JournalEntry.Completed()));
    }

    [Fact]
    public void Should_be_read_as_it_was_written()
    {
        JournalEntry[] entries = [Begun, Counted, Found(Samples.Crash, "x"), new JournalEntry.Completed()];

        var read = JournalReader.Parse(Bytes(entries));

        Assert.Equal(Bytes(entries), Bytes([.. read.Entries]));
        Assert.Equal(Bytes(entries).Length, read.Length);
    }

    [Fact]
    public void Should_leave_out_the_last_line_when_it_is_torn_anywhere()
    {
        var whole = Bytes(Begun);
        var torn = Bytes(Begun, Found(Samples.Crash));
        for (var length = whole.Length; length < torn.Length; length++)
        {
            var read = JournalReader.Parse(torn.AsMemory(0, length));

            Assert.Single(read.Entries);
            Assert.Equal(whole.Length, read.Length);
        }
    }

    [Theory]
    [InlineData("", "holds no whole line: the run was killed before it began")]
    [InlineData("{\"schemaVersion\":1,\"kind\":\"be", "holds no whole line: the run was killed before it began")]
    [InlineData("{\"kind\":\"completed\"}\n", "line 1: $.kind must be begun")]
    [InlineData("hello\n", "line 1: invalid JSON")]
    [InlineData("[]\n", "line 1: $ must be an object")]
    [InlineData("{}\n", "line 1: $.kind is missing")]
    [InlineData("{\"kind\":\"other\"}\n", "line 1: $.kind is other, which is not a kind of entry")]
    [InlineData(
        "{\"kind\":\"begun\",\"schemaVersion\":2}\n",
        "line 1: $.schemaVersion is 2: this program reads version 1"
    )]
    public void Should_say_what_is_wrong_and_where_when_it_is_not_a_journal(string content, string wrong) =>
        Assert.Equal(
            wrong,
            Assert.Throws<ReportFileException>(() => JournalReader.Parse(Encoding.UTF8.GetBytes(content))).Message
        );

    [Theory]
    [InlineData("\"ranMs\":3000", "\"ranMs\":-1", "line 2: $.ranMs must be a number of milliseconds")]
    [InlineData("\"succeeded\"", "\"won\"", "line 2: $.outcomes has won, which is not an outcome")]
    [InlineData("\"planned\":400", "\"planned\":\"400\"", "line 2: $.planned must be a whole number")]
    [InlineData("2026-01-02T", "2026-13-02T", "line 1: $.startedAt must be a date and time")]
    public void Should_be_strict_about_each_line(string written, string spoilt, string wrong)
    {
        var text = Encoding.UTF8.GetString(Bytes(Begun, Counted)).Replace(written, spoilt, StringComparison.Ordinal);

        Assert.Equal(
            wrong,
            Assert.Throws<ReportFileException>(() => JournalReader.Parse(Encoding.UTF8.GetBytes(text))).Message
        );
    }

    [Fact]
    public void Should_add_up_to_what_the_run_had_found_when_it_was_killed()
    {
        var later = Counted with
        {
            Ran = TimeSpan.FromSeconds(9),
            Outcomes = new Dictionary<CaseOutcome, int> { [CaseOutcome.Succeeded] = 20, [CaseOutcome.NotSent] = 5 },
            Called = ["divide"],
        };

        var run = InterruptedRun.Of([
            Begun,
            Counted,
            Found(Samples.Slow),
            Found(Samples.Crash with { Id = "early" }),
            Found(Samples.Crash, "early", "never"),
            later,
        ]);

        Assert.False(run.IsComplete);
        Assert.Equal([Samples.Crash.Id, Samples.Slow.Id], run.Findings.Select(finding => finding.Id));
        Assert.Equal(CampaignEnd.Interrupted, run.Summary.EndedBy);
        Assert.Equal(20, run.Summary.Cases);
        Assert.Equal(400, run.Summary.Planned);
        Assert.Equal(["echo", "add", "divide"], run.Summary.Tools);
        Assert.Equal(TimeSpan.FromSeconds(9), run.Summary.Ran);
        Assert.Equal(-7, run.Summary.Seed);
        Assert.Equal(Begun.Thresholds, run.Summary.Thresholds);
    }

    [Fact]
    public void Should_be_complete_when_the_last_line_says_so()
    {
        Assert.True(InterruptedRun.Of([Begun, new JournalEntry.Completed()]).IsComplete);
        Assert.Equal(0, InterruptedRun.Of([Begun]).Summary.Cases);
    }

    private static JournalEntry.Found Found(Finding finding, params string[] supersedes) =>
        new(TimeSpan.FromSeconds(4), finding, supersedes);

    private static string Text(JournalEntry entry) => Encoding.UTF8.GetString(JournalJson.Line(entry));

    private static byte[] Bytes(params JournalEntry[] entries) => [.. entries.SelectMany(JournalJson.Line)];
}
