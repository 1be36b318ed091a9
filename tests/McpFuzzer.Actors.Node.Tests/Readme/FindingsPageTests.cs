using System.Text.RegularExpressions;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Node.Tests.House;

namespace McpFuzzer.Actors.Node.Tests.Readme;

/// <summary>docs/findings.md explains each category that a report can hold, under its severity.</summary>
public sealed partial class FindingsPageTests
{
    [Fact]
    public void Should_explain_exactly_the_categories_that_are_reported()
    {
        var explained = Sections().Select(section => section.Category);

        Assert.Equal(Categories.All.Order(StringComparer.Ordinal), explained.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Should_put_each_category_under_its_severity() =>
        Assert.All(
            Sections(),
            section => Assert.Equal(Categories.SeverityOf(section.Category).ToString(), section.Severity)
        );

    [Fact]
    public void Should_say_of_each_category_what_to_do()
    {
        var sections = Checkout
            .Read("docs", "findings.md")
            .Split("\n### ")
            .Skip(1)
            .Select(text => text.Split("\n## ")[0]);

        Assert.All(sections, text => Assert.Contains("\n- *What to do:* ", text, StringComparison.Ordinal));
    }

    private static IEnumerable<(string Severity, string Category)> Sections()
    {
        var severity = "";
        foreach (var line in Checkout.Read("docs", "findings.md").Split('\n'))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                severity = line[3..];
            }
            else if (line.StartsWith("### ", StringComparison.Ordinal))
            {
                foreach (var category in Quoted().Matches(line).Select(match => match.Groups["name"].Value))
                {
                    yield return (severity, category);
                }
            }
        }
    }

    [GeneratedRegex("`(?<name>[a-z-]+)`", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Quoted();
}
