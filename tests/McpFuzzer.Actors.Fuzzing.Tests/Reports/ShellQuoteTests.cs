using System.Diagnostics;
using McpFuzzer.Actors.Fuzzing.Reports;

namespace McpFuzzer.Actors.Fuzzing.Tests.Reports;

public sealed class ShellQuoteTests
{
    [Theory]
    [InlineData("plain-word_1.2/3", "plain-word_1.2/3")]
    [InlineData("", "''")]
    [InlineData("a b", "'a b'")]
    [InlineData("it's", @"'it'\''s'")]
    [InlineData("$HOME", "'$HOME'")]
    [InlineData("***", "'***'")]
    [InlineData("~", "'~'")]
    [InlineData("A=b", "'A=b'")]
    [InlineData("a\nb", "'a\nb'")]
    public void Should_quote_only_where_necessary(string word, string quoted) =>
        Assert.Equal(quoted, ShellQuote.Word(word));

    [Fact]
    public async Task Should_reach_a_program_unchanged_when_a_shell_reads_them()
    {
        string[] hard =
        [
            "",
            " ",
            "it's",
            "\"",
            "\\",
            "$(id)",
            "`id`",
            "*",
            "~",
            "a\nb",
            "!x",
            "#",
            "a=b",
            "\u00e9\U0001F600",
            "'''",
        ];
        string[] words = [.. hard, .. Enumerable.Range(' ', '~' - ' ' + 1).Select(code => $"x{(char)code}y")];
        using var shell = Process.Start(
            new ProcessStartInfo("sh", ["-c", $"printf '%s\\0' {ShellQuote.Join(words)}"])
            {
                RedirectStandardOutput = true,
                UseShellExecute = false,
            }
        )!;

        var printed = await shell.StandardOutput.ReadToEndAsync();
        await shell.WaitForExitAsync();

        Assert.Equal(words, printed.Split('\0')[..^1]);
    }
}
