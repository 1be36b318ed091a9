namespace McpFuzzer.Actors.Testing.Tests;

public sealed class OptionNamesTests
{
    [Theory]
    [InlineData("no answer within 3s; --start-timeout waits longer", "no answer within 3s; StartTimeout waits longer")]
    [InlineData("(--tool, --phase)", "(Tools, Phases)")]
    [InlineData("--max-findings, --max-hangs, --runs", "MaxFindings, MaxHangs, Runs")]
    [InlineData("--destructive; --duration; --timeout", "Destructive; Duration; CallTimeout")]
    [InlineData("--other stays, so does some--tool", "--other stays, so does some--tool")]
    [InlineData("sh: --tools: no such option", "sh: --tools: no such option")]
    public void Should_name_properties_where_a_text_names_options(string text, string expected) =>
        Assert.Equal(expected, OptionNames.InCode(text));
}
