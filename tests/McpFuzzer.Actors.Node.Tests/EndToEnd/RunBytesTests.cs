using System.Text;

namespace McpFuzzer.Actors.Node.Tests.EndToEnd;

/// <summary>
/// Bytes that are not UTF-8, from argv, environment and working directory to the command and to files.
/// </summary>
[Collection(EndToEndGroup.Name)]
public sealed class RunBytesTests : IDisposable
{
    private const string Hex = "od -An -tx1 | tr -d ' \\n'";

    private readonly Mcpfuzzer _program = new();

    public void Dispose() => _program.Dispose();

    [Fact]
    public async Task Should_pass_arguments_and_environment_byte_for_byte()
    {
        // Not a shell, which drops a variable that it cannot name.
        var command = Shell(
            $$"""
            "$0" run -- printf '%s|' $'a\xe9' '' ü | {{Hex}}
            env $'n\xff=caf\xe9' "$0" run -- cat /proc/self/environ | tr '\0' '\n' | LC_ALL=C grep -a '=caf.$' | {{Hex}}
            """
        );

        // a\xe9| | ü|n\xff=caf\xe9\n
        Assert.Equal("61e97c7cc3bc7c6eff3d636166e90a", await TextAsync(command));
        _program.AssertNothingIsLeft();
    }

    [Fact]
    public async Task Should_find_commands_and_write_files_in_a_folder_whose_name_is_not_text()
    {
        var command = Shell(
            """
            mkdir $'d\xe9' && cd $'d\xe9'
            printf '#!/bin/sh\necho ran "$1"\n' >$'c\xe9' && chmod +x $'c\xe9'
            "$0" run --status s.json -- ./$'c\xe9' relative
            PATH=$PWD:$PATH "$0" run --status $'s\xff.json' -- $'c\xe9' by path
            "$0" run -- sh -c 'test "$(readlink /proc/self/cwd)" = "$1" && echo here' sh "$PWD"
            grep -l -F 'c\\xe9' s.json $'s\xff.json' | wc -l
            ls | wc -l; ls .. | wc -l; rm -r "$PWD"
            """
        );

        Assert.Equal("ran relative\nran by\nhere\n2\n3\n1\n", await TextAsync(command));
        _program.AssertNothingIsLeft();
    }

    [Fact]
    public async Task Should_write_reports_below_the_working_directory_when_its_name_is_not_text()
    {
        var command = Shell(
            """
            mkdir $'d\xe9' && cd $'d\xe9'
            "$0" fuzz --runs 1 --duration 1s --fail-on never --no-progress --output out >/dev/null 2>&1
            ls out/summary.json; ls .. | wc -l; rm -r "$PWD"
            """
        );

        Assert.Equal("out/summary.json\n1\n", await TextAsync(command));
        _program.AssertNothingIsLeft();
    }

    [Theory]
    [InlineData(@"run -- $'no\xe9'", @"mcpfuzzer: No such command: 'no\xe9'.")]
    [InlineData(@"run --status $'no\xe9/s' -- true", @"mcpfuzzer: --status no\xe9/s: ")]
    [InlineData(@"fuzz -- $'no\xe9'", @"mcpfuzzer: --: no\xe9: must be UTF-8")]
    [InlineData(@"replay $'no\xe9/f'", @"mcpfuzzer: no\xe9/f: No such file or directory")]
    [InlineData(@"fuzz --config $'no\xe9' -- true", @"mcpfuzzer: --config no\xe9: No such file or directory")]
    [InlineData(@"fuzz --output $'no\xe9'", @"mcpfuzzer: --output no\xe9: must be UTF-8")]
    public async Task Should_show_bytes_escaped_in_messages(string arguments, string line)
    {
        var command = Shell($"\"$0\" {arguments} 2>&1");

        Assert.StartsWith(line, await TextAsync(command), StringComparison.Ordinal);
        _program.AssertNothingIsLeft();
    }

    private RunningCommand Shell(string script) => _program.StartShell("bash", script);

    private static async Task<string> TextAsync(RunningCommand command) =>
        Encoding.Latin1.GetString((await command.EndAsync()).Output);
}
