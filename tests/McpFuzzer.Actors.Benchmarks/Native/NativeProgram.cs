using System.ComponentModel;
using System.Diagnostics;

namespace McpFuzzer.Actors.Benchmarks.Native;

/// <summary>The C program, compiled where there is a compiler.</summary>
internal sealed record NativeProgram(string? Path, string Compiler)
{
    /// <summary>
    /// Compiles the sources beside this assembly. Where that fails, the path is missing and the reason is set.
    /// </summary>
    public static NativeProgram Build(string folder)
    {
        var sources = Directory.GetFiles(System.IO.Path.Combine(AppContext.BaseDirectory, "Native"), "*.c");
        var output = System.IO.Path.Combine(folder, "native");
        foreach (var compiler in new[] { "cc", "gcc", "clang" })
        {
            if (Run(compiler, ["--version"]) is not { Code: 0 } version)
            {
                continue;
            }

            var built = Run(compiler, ["-O2", "-pthread", "-o", output, .. sources]);
            return built is { Code: 0 }
                ? new NativeProgram(output, version.Output.Split('\n')[0])
                : new NativeProgram(null, $"{compiler} failed: {built?.Output.Split('\n')[0]}");
        }

        return new NativeProgram(null, "no C compiler is here");
    }

    private static (int Code, string Output)? Run(string command, IEnumerable<string> arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(command, arguments)
                {
                    UseShellExecute = false,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                }
            )!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output + errors.Result);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
