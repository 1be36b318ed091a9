using System.Text;
using System.Text.Json;
using CsCheck;
using McpFuzzer.Actors.Fuzzing.Schemas;

namespace McpFuzzer.Actors.Fuzzing.Tests.Schemas;

public sealed class JsonValueTests
{
    [Theory]
    [InlineData("""{"b":1,"a":[true,false,null,-0,1e308,""]}""")]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"a\\ud83db\"")]
    [InlineData("\"\\u0000\\u001f\"")]
    [InlineData("{\"\\udc00\":1}")]
    [InlineData("{\"a\\\"b\\\\\":{}}")]
    public void Should_be_written_unchanged_when_it_was_compact(string json) =>
        Assert.Equal(json, JsonValueWriter.ToText(Read(json)));

    [Theory]
    [InlineData("\"\\u0061\\/\\n\"", "\"a/\\u000a\"")]
    [InlineData("\"\\ud83d\\ude00\"", "\"\U0001F600\"")]
    [InlineData("[ 1 , 2 ]", "[1,2]")]
    public void Should_be_written_in_one_form_for_any_notation(string json, string written) =>
        Assert.Equal(written, JsonValueWriter.ToText(Read(json)));

    [Fact]
    public void Should_be_read_as_the_same_text_by_any_reader_when_it_is_text() =>
        Gen.String.Sample(text =>
        {
            var json = JsonValueWriter.ToText(new JsonValue.Text(text));
            var read = Assert.IsType<JsonValue.Text>(Read(json));
            Assert.Equal(text, read.Value);
        });

    [Fact]
    public void Should_be_read_loosely_when_its_bytes_are_not_UTF8()
    {
        using var document = JsonDocument.Parse((byte[])[(byte)'"', (byte)'a', 0xFF, (byte)'"']);

        Assert.Equal("a\uFFFD", Assert.IsType<JsonValue.Text>(JsonValueReader.Read(document.RootElement)).Value);
    }

    [Fact]
    public void Should_be_cut_when_it_is_too_deep()
    {
        var deep = new string('[', 5_000) + new string(']', 5_000);
        using var document = JsonDocument.Parse(deep, new JsonDocumentOptions { MaxDepth = 10_000 });

        var read = JsonValueWriter.ToText(JsonValueReader.Read(document.RootElement));
        Assert.Equal(JsonValueReader.DeepestLevel, read.Count(unit => unit == '['));
    }

    [Theory]
    [InlineData("1", "1.0", true)]
    [InlineData("""{"a":1,"b":2}""", """{"b":2,"a":1}""", true)]
    [InlineData("[1,2]", "[2,1]", false)]
    [InlineData("0", "false", false)]
    [InlineData("\"1\"", "1", false)]
    [InlineData("null", "null", true)]
    public void Should_be_equal_by_the_rules_of_JSON_schema(string one, string other, bool same) =>
        Assert.Equal(same, Read(one).Same(Read(other)));

    private static JsonValue Read(string json)
    {
        using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(json));
        return JsonValueReader.Read(document.RootElement);
    }
}
