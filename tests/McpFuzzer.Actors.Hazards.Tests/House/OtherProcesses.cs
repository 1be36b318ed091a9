using McpFuzzer.Actors.Os.Linux;

namespace McpFuzzer.Actors.Hazards.Tests.House;

/// <summary>Finds processes that carry no mark any more, by an argument that no other process has.</summary>
internal static class OtherProcesses
{
    /// <summary>An argument for sleep(1) that no other test uses.</summary>
    internal static string NewArgument() =>
        $"{1000 + Random.Shared.Next(1, 1_000_000)}.{Random.Shared.Next(1, 1_000_000)}";

    internal static List<int> WithArgument(string argument, string? program = null) =>
        [
            .. ProcessStat
                .ListPids()
                .Where(pid =>
                    ArgumentsOf(pid) is [var first, ..] words
                    && words.Contains(argument, StringComparer.Ordinal)
                    && (program is null || first == program)
                    && ProcessStat.TryRead(pid, out var stat)
                    && stat.IsAlive
                ),
        ];

    /// <summary>Searches for the process: another process's child does not report its start.</summary>
    internal static Task WaitForStartAsync(string program, string argument) =>
        WaitAsync(() => WithArgument(argument, program).Count > 0, $"{program} {argument} was not started");

    internal static Task WaitForEndAsync(string argument) =>
        WaitAsync(() => WithArgument(argument).Count == 0, $"{argument} was not ended");

    internal static Task WaitAsync(Func<bool> condition, string complaint) =>
        Task.Run(() => Assert.True(SpinWait.SpinUntil(condition, Patience.Long), complaint));

    internal static string[] ArgumentsOf(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline").Split('\0');
        }
        catch (IOException)
        {
            return [];
        }
    }
}
