using System.Text;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os.Stdio;

namespace McpFuzzer.Actors.Os.Tests.Stdio;

public sealed class LineMatcherTests
{
    [Theory]
    [InlineData("^ready$", "starting\nready\n", true)]
    [InlineData("^ready$", "starting\r\nready\r\n", true)]
    [InlineData("^ready$", "ready", false)]
    [InlineData("^ready$", "not ready\n", false)]
    [InlineData("^$", "a\n\n", true)]
    [InlineData("a.b", "a\nb\n", false)]
    [InlineData("^höre auf \\d+$", "höre auf 8080\n", true)]
    public void Should_match_whole_lines_however_they_are_split(string pattern, string output, bool matches)
    {
        var bytes = Encoding.UTF8.GetBytes(output);
        for (var size = 1; size <= bytes.Length; size++)
        {
            Assert.Equal(matches, Feed(Matcher(pattern), bytes, size));
        }
    }

    [Fact]
    public void Should_match_beside_bytes_that_are_not_text() =>
        Assert.True(Matcher("ready").Match([0xFF, 0xFE, .. "ready"u8, 0x80, (byte)'\n']));

    [Theory]
    [InlineData(1000)]
    [InlineData(64 * 1024)]
    [InlineData(1024 * 1024)]
    public void Should_match_the_beginning_of_a_line_that_is_too_long(int size)
    {
        var flood = Encoding.UTF8.GetBytes("ready" + new string('x', 2 * LineMatcher.LongestLine));

        Assert.True(Feed(Matcher("^ready"), flood, size));
        Assert.False(Feed(Matcher("^readyx*$"), [.. "no "u8, .. flood, (byte)'\n'], size));
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(1024 * 1024)]
    public void Should_ignore_the_rest_of_a_long_line_but_read_the_next(int size)
    {
        byte[] flood = [.. Encoding.UTF8.GetBytes(new string('x', 2 * LineMatcher.LongestLine)), .. "ready\n"u8];

        Assert.False(Feed(Matcher("ready"), flood, size));
        Assert.True(Feed(Matcher("ready"), [.. flood, .. "ready\n"u8], size));
    }

    [Fact]
    public void Should_hold_no_more_than_one_line_for_any_input()
    {
        var matcher = Matcher("never");
        var flood = Encoding.UTF8.GetBytes(new string('x', 64 * 1024));
        matcher.Match(flood);
        matcher.Match(flood);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 1000; i++)
        {
            Assert.False(matcher.Match(flood));
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 * 1024);
    }

    [Fact]
    public void Should_match_however_long_it_takes()
    {
        // About 400 ms: the automaton makes each of many thousand states when it first reaches it.
        var random = new Random(7);
        var line = new string(random.GetItems("ab".AsSpan(), 60_000)) + new string('a', 21) + "c\n";

        Assert.True(Matcher("(a|b)*a(a|b){20}c$").Match(Encoding.UTF8.GetBytes(line)));
    }

    [Theory]
    [InlineData("ready(")]
    [InlineData("(?=ready)")]
    [InlineData("(r{1000}){1000}")]
    [InlineData(".{1001}")]
    [InlineData("(?x) .{1001} # with a comment")]
    public void Should_not_compile_slow_or_invalid_patterns(string pattern) =>
        Assert.Null(LinePattern.TryCompile(pattern));

    [Theory]
    [InlineData(".{900}")]
    [InlineData("(?x) ready # with a comment")]
    [InlineData("a|b|[c-e]")]
    [InlineData("^(?i)(?<word>ready)$")]
    [InlineData("")]
    public void Should_compile_bounded_patterns(string pattern) => Assert.NotNull(LinePattern.TryCompile(pattern));

    private static LineMatcher Matcher(string pattern) => new(LinePattern.TryCompile(pattern)!);

    private static bool Feed(LineMatcher matcher, byte[] bytes, int size) =>
        bytes.Chunk(size).Any(chunk => matcher.Match(chunk));
}
