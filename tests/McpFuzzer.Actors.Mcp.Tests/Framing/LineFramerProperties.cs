using System.Text;
using CsCheck;

namespace McpFuzzer.Actors.Mcp.Tests.Framing;

public sealed class LineFramerProperties
{
    // Few letters, so that line ends, empty lines and lines at the cap are all frequent.
    private static readonly Gen<byte[]> Streams = Gen.Int[0, 4].Select(letter => (byte)"a{\r\n\u00ff"[letter]).Array[
        0,
        60
    ];

    [Fact]
    public void Should_find_the_same_frames_however_the_stream_is_split() =>
        Gen.Select(Streams, Gen.Int[0, 12], Gen.Int[1, 20].Array[0, 60])
            .Sample(
                (stream, cap, sizes) =>
                    LineFramerTests
                        .Frames(cap, stream)
                        .SequenceEqual(LineFramerTests.Frames(cap, Split(stream, sizes)), StringComparer.Ordinal)
            );

    [Fact]
    public void Should_agree_with_a_plain_split_when_nothing_is_oversized() =>
        Streams.Sample(stream =>
        {
            var text = Encoding.Latin1.GetString(stream);
            var parts = text.Split('\n');
            var lines = parts[..^1].Select(TrimOneReturn).Where(line => line.Length > 0).Select(line => $"Line:{line}");
            var half = parts[^1].Length > 0 ? new[] { $"Half:{parts[^1]}" } : [];
            return lines.Concat(half).SequenceEqual(LineFramerTests.Frames(1000, stream), StringComparer.Ordinal);
        });

    private static string TrimOneReturn(string line) => line.EndsWith('\r') ? line[..^1] : line;

    private static byte[][] Split(byte[] stream, int[] sizes)
    {
        var pieces = new List<byte[]>();
        var at = 0;
        foreach (var size in sizes)
        {
            var end = Math.Min(stream.Length, at + size);
            pieces.Add(stream[at..end]);
            at = end;
        }

        pieces.Add(stream[at..]);
        return [.. pieces];
    }
}
