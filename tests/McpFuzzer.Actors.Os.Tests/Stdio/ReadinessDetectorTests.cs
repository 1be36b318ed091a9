using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os.Stdio;

namespace McpFuzzer.Actors.Os.Tests.Stdio;

public sealed class ReadinessDetectorTests
{
    private int _reports;

    [Fact]
    public void Should_take_the_first_byte_as_the_sign_when_any_output_is_one()
    {
        var reader = Detector(new ReadyWhen.FirstOutput()).NewReader();

        Assert.True(reader.Look([]));
        Assert.Equal(0, _reports);
        Assert.False(reader.Look([0]));
        Assert.Equal(1, _reports);
    }

    [Fact]
    public void Should_release_both_outputs_and_report_once_when_one_shows_the_sign()
    {
        var detector = Detector(new ReadyWhen.LineMatching("ready"));
        var (stdout, stderr) = (detector.NewReader(), detector.NewReader());

        Assert.True(stdout.Look("rea"u8));
        Assert.True(stderr.Look("dy\n"u8));
        Assert.False(stdout.Look("dy\n"u8));
        Assert.False(stderr.Look("ready\n"u8));
        Assert.False(stdout.Look("ready\n"u8));

        Assert.Equal(1, _reports);
        Assert.True(detector.IsFound);
    }

    private ReadinessDetector Detector(ReadyWhen sign) => new(sign, () => _reports++);
}
