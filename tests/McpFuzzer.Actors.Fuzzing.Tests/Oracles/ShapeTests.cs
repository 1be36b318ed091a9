using CsCheck;
using McpFuzzer.Actors.Fuzzing.Oracles;

namespace McpFuzzer.Actors.Fuzzing.Tests.Oracles;

public sealed class ShapeTests
{
    private static readonly HashSet<string> Tools = new(["add", "list_files", "read.file"], StringComparer.Ordinal);

    private static readonly Gen<string> Number = Gen.OneOf(
        Gen.Int[0, int.MaxValue].Select(number => $"{number}"),
        Gen.Int[1, 59].Select(Gen.Int[0, 59], (minute, second) => $"12:{minute:D2}:{second:D2}.{minute}"),
        Gen.Guid.Select(id => id.ToString()),
        Gen.ULong.Select(number => $"0x{number:x16}"),
        Gen.Byte.Array[12, 60].Select(bytes => "1" + Convert.ToBase64String(bytes)),
        Gen.DateTime.Select(at => at.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", null))
    );

    [Theory]
    [InlineData("INFO processing tools/call", "INFO processing <name>")]
    [InlineData("INFO processing initialize", "INFO processing <name>")]
    [InlineData("INFO processing notifications/initialized", "INFO processing <name>")]
    [InlineData("Processing request of type CallToolRequest", "Processing request of type <name>")]
    [InlineData("calling list_files.", "calling <name>.")]
    [InlineData("calling read.file", "calling <name>")]
    [InlineData("took 12ms, 3 of 7 files", "took # of # files")]
    [InlineData("[2026-11-28T13:47:23.890Z] [INFO] up", "[#] [INFO] up")]
    [InlineData("13:47:23 up", "# up")]
    [InlineData("1,234,567 bytes", "# bytes")]
    [InlineData("pid=77 retry=3", "pid=# retry=#")]
    [InlineData("id 3f2504e0-4f89-11d3-9a0c-0305e82c3301 gone", "id # gone")]
    [InlineData("hash deadbeefcafe", "hash #")]
    [InlineData("token YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXo0Mg== sent", "token # sent")]
    [InlineData("token QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFB sent", "token # sent")]
    [InlineData("open /tmp/a/b.txt: no such file", "open <path>: no such file")]
    [InlineData(@"open C:\tmp\b.txt", "open <path>")]
    [InlineData("open ./b.txt, ../c and ~/d", "open <path> and <path>")]
    [InlineData("GET https://example.org/a?b=c", "GET <path>")]
    [InlineData("src/lib/main.rs panicked", "<path> panicked")]
    [InlineData("cannot read 'length' of \"x y\"", "cannot read \"…\" of \"…\"")]
    [InlineData("cannot read ‘length’ of `x`", "cannot read \"…\" of \"…\"")]
    [InlineData("it doesn't matter, it can't", "it doesn't matter, it can't")]
    [InlineData("an \"open quote", "an \"open quote")]
    [InlineData("one of [1, 2, 3]", "one of [#]")]
    [InlineData("one of [1, 2]", "one of [#]")]
    [InlineData("one of ['a', 'b']", "one of [\"…\"]")]
    [InlineData("\u001b[32mok\u001b[0m", "ok")]
    [InlineData("  a\t\tb\r\n", "a b")]
    [InlineData("TypeError: and/or", "TypeError: and/or")]
    [InlineData("java.lang.IllegalArgumentException: no", "java.lang.IllegalArgumentException: no")]
    [InlineData("", "")]
    public void Should_keep_the_words_alone_when_a_text_is_given(string text, string shape) =>
        Assert.Equal(shape, Shape.Of(text, Tools));

    [Fact]
    public void Should_be_the_same_when_only_numbers_ids_and_times_differ() =>
        Gen.Select(Number, Number)
            .Sample(
                (one, other) =>
                    Shape.Of($"got {one} of client", Tools) == Shape.Of($"got {other} of client", Tools)
                    && Shape.Of($"x={one}", Tools) == Shape.Of($"x={other}", Tools)
            );

    [Fact]
    public void Should_be_the_same_when_only_what_is_quoted_differs() =>
        Gen.Select(Gen.String.AlphaNumeric, Gen.String.AlphaNumeric)
            .Sample((one, other) => Shape.Of($"no key '{one}' here", []) == Shape.Of($"no key '{other}' here", []));

    [Fact]
    public void Should_be_the_same_when_only_the_tool_differs() =>
        Gen.OneOf([.. Tools, "tools/call", "ping"])
            .Sample(name => Shape.Of($"running {name} now", Tools) == "running <name> now");

    [Fact]
    public void Should_be_short_and_printable_when_any_text_is_given() =>
        Gen.String.Sample(text =>
        {
            var shape = Shape.Of(text, Tools);
            Assert.InRange(shape.Length, 0, Shape.Longest);
            Assert.DoesNotContain(shape, unit => char.IsControl(unit) || char.IsDigit(unit));
            Assert.Equal(shape, Shape.Of(text, Tools));
        });

    [Fact]
    public void Should_read_only_the_beginning_when_a_text_is_long()
    {
        foreach (var unit in new[] { "a", "'", "\"", "1", " ", "/", "%", "=", "a1=", ":", "\u001b[", "😀", "\\" })
        {
            var text = string.Concat(Enumerable.Repeat(unit, (1 << 20) / unit.Length));

            Assert.Equal(Shape.Of(text[..4_096], []), Shape.Of(text, []));
        }
    }

    [Fact]
    public void Should_not_cut_a_character_in_two_when_it_is_shortened()
    {
        var shape = Shape.Of("a" + string.Concat(Enumerable.Repeat("😀", 100)), []);

        Assert.Equal(Shape.Longest - 1, shape.Length);
        Assert.False(char.IsHighSurrogate(shape[^1]));
    }
}
