using McpFuzzer.Actors.Client.Wire;

namespace McpFuzzer.Actors.Client.Tests.Wire;

/// <summary>
/// The bytes of each message when it was introduced, one line each: <c>manifest type hex</c>. The format may only be
/// extended. When a message gets a field, its new line goes below the old ones, which must still be readable.
/// </summary>
public sealed class GoldenBytesTests(WireKit kit) : IClassFixture<WireKit>
{
    [Fact]
    public void Should_write_the_golden_bytes_when_the_example_of_a_message_is_sent()
    {
        var last = Golden().GroupBy(line => line.Manifest).ToDictionary(lines => lines.Key, lines => lines.Last().Hex);

        var lines = kit
            .Serializer.Codecs.Where(codec => Hex(codec) != last.GetValueOrDefault(codec.Manifest))
            .OrderBy(codec => codec.Manifest, StringComparer.Ordinal)
            .Select(codec => $"{codec.Manifest} {codec.Type.Name} {Hex(codec)}");

        Assert.True(!lines.Any(), $"not in golden.txt:\n{string.Join('\n', lines)}");
    }

    [Fact]
    public void Should_read_every_golden_line_when_it_comes_from_an_older_version() =>
        Assert.All(
            Golden(),
            line =>
            {
                var read = kit.Serializer.FromBinary(Convert.FromHexString(line.Hex), line.Manifest);
                Assert.Equal(line.Type, read.GetType().Name);
            }
        );

    private string Hex(MessageCodec codec) =>
        Convert.ToHexString(kit.Serializer.ToBinary(new Arbitrary(1) { MayLack = false }.Make(codec.Type)));

    private static List<(string Manifest, string Type, string Hex)> Golden() =>
        [
            .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Wire", "golden.txt"))
                .Where(line => line.Length > 0 && line[0] != '#')
                .Select(line => line.Split(' '))
                .Select(words => (words[0], words[1], words.Length > 2 ? words[2] : "")),
        ];
}
