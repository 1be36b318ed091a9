namespace McpFuzzer.Actors.Node.Tests.House;

/// <summary>
/// Every event has a literal template, with one value for each hole. Serilog garbles a text with braces that is not a
/// template, and an interpolated text has no properties.
/// </summary>
public sealed class LogTemplateTests
{
    private static readonly IReadOnlyList<LogCall> Calls =
    [
        .. Directory
            .EnumerateFiles(Checkout.PathOf("src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}"))
            .SelectMany(file => LogCall.In(Path.GetFileName(file), File.ReadAllText(file))),
    ];

    [Fact]
    public void Should_find_the_calls_when_the_source_is_read() => Assert.InRange(Calls.Count, 20, 500);

    [Fact]
    public void Should_have_a_literal_template_when_it_logs() =>
        Assert.DoesNotContain(Calls, call => call.Template is null);

    [Fact]
    public void Should_have_a_value_for_each_hole_when_it_logs() =>
        Assert.DoesNotContain(Calls, call => call.Template is not null && call.Holes != call.Values);

    [Theory]
    [InlineData("_log.Info(\"a {B} c\", d.E(f, g));", 1, 1)]
    [InlineData("log.Error(fault, \"a {B} {C}\", d);", 2, 1)]
    [InlineData("_logger.LogWarning(\"a, \\\"b\\\" (c\");", 0, 0)]
    [InlineData("Context.GetLogger().Log(level, fault, \"a {B}\", [1, 2], x);", 1, 2)]
    public void Should_count_holes_and_values_when_a_call_is_read(string source, int holes, int values)
    {
        var call = Assert.Single(LogCall.In("file", source));

        Assert.Equal((holes, values), (call.Holes, call.Values));
    }

    [Theory]
    [InlineData("_log.Info($\"a {b}\");")]
    [InlineData("_log.Info(text);")]
    public void Should_find_no_template_when_the_text_is_not_a_plain_literal(string source) =>
        Assert.Null(Assert.Single(LogCall.In("file", source)).Template);
}
