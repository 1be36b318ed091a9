using System.Text;
using CsCheck;
using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Contracts.Tests.Text;

public sealed class ByteTextTests
{
    [Fact]
    public void Should_round_trip_any_bytes() =>
        Gen.OneOf(Gen.Byte.Array, Gen.String.Select(Encoding.UTF8.GetBytes))
            .Sample(bytes =>
            {
                var text = ByteText.Decode(bytes);
                var back = new byte[ByteText.CountBytes(text)];
                return ByteText.Encode(text, back) == back.Length
                    && back.SequenceEqual(bytes)
                    && ByteText.HasBytes(text);
            });

    // A lone surrogate does not survive in an attribute.
    [Fact]
    public void Should_distinguish_text_from_bytes()
    {
        Assert.All(["", "caf\u00e9 \U0001F400 \U0001F480"], text => Assert.False(ByteText.IsOdd(text)));
        Assert.All(["caf\udce9", "\udc80", "\udcffa"], text => Assert.True(ByteText.IsOdd(text)));
        Assert.All(["", "caf\udce9", "\U0001F480"], text => Assert.True(ByteText.HasBytes(text)));
        Assert.All(["\ud83d", "\udc00", "a\udd00", "\ud83da"], text => Assert.False(ByteText.HasBytes(text)));
    }

    [Fact]
    public void Should_show_bytes_escaped()
    {
        Assert.Equal(@"caf\xe9\n", ByteText.Show("caf\udce9\n"));
        Assert.Equal("\U0001F480\n", ByteText.Show("\U0001F480\n"));
        Assert.Equal("\U0001F480", Printable.Escape("\U0001F480"));
    }
}
