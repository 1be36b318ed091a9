using Akka.Actor;
using Akka.TestKit.Xunit2;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Fuzzing.Replays;
using McpFuzzer.Actors.Fuzzing.Targets;
using McpFuzzer.Actors.Fuzzing.Tests.Campaigns;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Tests.Replays;

public sealed class ReplayTests : TestKit
{
    private readonly ScriptedServer _server = new();

    public ReplayTests() => _server.Tools.Add(ScriptedServer.Tool("bad"));

    [Theory]
    [InlineData(Behaviour.Dies, Categories.Crash)]
    [InlineData(Behaviour.Sticks, Categories.ServerStuck)]
    [InlineData(Behaviour.NeverAnswers, Categories.ReplyLost)]
    [InlineData(Behaviour.AnswersLate, Categories.ReplySlow)]
    [InlineData(Behaviour.Logs, Categories.StdoutNoise)]
    internal async Task Should_show_a_finding_again_only_while_the_server_still_has_it(
        Behaviour behaviour,
        string category
    )
    {
        _server.Script = (_, _) => behaviour;
        var shows = await RunAsync(Of(category));
        _server.Script = (_, _) => Behaviour.Answers;
        var mended = await RunAsync(Of(category));

        Assert.Equal(category, Assert.IsType<ReplayResult.Shows>(shows).Seen.Category);
        Assert.Empty(Assert.IsType<ReplayResult.NoLonger>(mended).Instead);
        Assert.All(_server.Sessions, session => Assert.True(session.Disposed));
    }

    [Fact]
    public async Task Should_show_accepted_invalid_again_only_when_it_is_the_same_finding()
    {
        var finding = Of(Categories.AcceptedInvalid) with
        {
            Id = Folding.IdOf(Categories.AcceptedInvalid, "bad", "type"),
            Input = """{ "n": "text" }""",
        };
        var ofExtraMembers = Folding.IdOf(Categories.AcceptedInvalid, "bad", "additionalProperties");

        var same = await RunAsync(finding);
        var other = await RunAsync(finding with { Id = ofExtraMembers });

        Assert.IsType<ReplayResult.Shows>(same);
        Assert.Equal("type", Assert.Single(Assert.IsType<ReplayResult.NoLonger>(other).Instead).Shape);
    }

    [Fact]
    public async Task Should_show_what_is_wrong_with_the_list_of_tools_again_without_a_call()
    {
        _server.Breaches.Add(new ListBreach("bad", "inputSchema is not an object"));
        var finding = Of(Categories.ResultSchema) with
        {
            Id = IdOf(Candidates.Listing(_server.Breaches[0])),
            Input = null,
        };

        var shows = await RunAsync(finding);
        _server.Breaches.Clear();
        var mended = await RunAsync(finding);

        Assert.IsType<ReplayResult.Shows>(shows);
        Assert.IsType<ReplayResult.NoLonger>(mended);
        Assert.Empty(_server.Called);
    }

    [Fact]
    public async Task Should_report_what_shows_instead_when_another_finding_shows()
    {
        _server.Script = (_, _) => Behaviour.Dies;

        var result = await RunAsync(Of(Categories.ReplySlow));

        Assert.Equal(Categories.Crash, Assert.Single(Assert.IsType<ReplayResult.NoLonger>(result).Instead).Category);
    }

    [Fact]
    public async Task Should_send_the_whole_sequence_when_no_single_call_shows_it()
    {
        _server.Script = (_, arguments) =>
            arguments.Contains('2', StringComparison.Ordinal) ? Behaviour.Dies : Behaviour.Waits;
        var finding = Of(Categories.Crash) with
        {
            Tool = null,
            Input = null,
            Sequence = [new RecordedCall("bad", """{"n":1}"""), new RecordedCall("bad", """{"n":2}""")],
        };

        Assert.IsType<ReplayResult.Shows>(await RunAsync(finding));
        Assert.Equal(2, _server.Called.Count);
    }

    [Fact]
    public async Task Should_fail_with_the_reason_when_there_is_no_server_or_no_such_tool()
    {
        var noTool = await RunAsync(Of(Categories.Crash) with { Tool = "gone" });
        _server.Starts = _ => false;
        var noServer = await RunAsync(Of(Categories.Crash));

        Assert.Equal(
            ["the server has no tool 'gone'", "the command was not found"],
            new[] { noTool, noServer }.Select(result =>
                Assert.IsType<ReplayResult.TargetFailed>(result).Failure.Message
            )
        );
    }

    private Task<ReplayResult> RunAsync(Finding finding) =>
        new Replay(
            new TargetRuns(
                _server,
                Sys.ActorOf(Props.Create(() => new ProvingManager(true))),
                new ProcessSpec { Command = ["server"] },
                PlannedCases.Settings,
                TimeSpan.FromSeconds(30),
                TimeSpan.FromSeconds(5),
                TimeProvider.System
            )
        ).RunAsync(finding, CancellationToken.None);

    private static string IdOf(Candidate candidate) =>
        FindingSignature.IdOf(candidate.Category, candidate.Tool, candidate.Shape);

    private static Finding Of(string category) =>
        new()
        {
            Id = "0123456789ab",
            Category = category,
            Severity = Categories.SeverityOf(category),
            Tool = "bad",
            Title = "recorded",
            Detail = "recorded",
            Count = 1,
            Input = """{"n":1}""",
        };
}
