using McpFuzzer.Actors.Os.Linux;

namespace McpFuzzer.Actors.Os.Tests.Contract;

/// <summary>Finds the processes of a test by a mark in their environment, which every descendant carries.</summary>
internal static class Leftovers
{
    internal const string Variable = "MCP_FUZZER_TEST_MARK";

    internal static IReadOnlyList<int> Find(string mark)
    {
        if (!OperatingSystem.IsLinux())
        {
            return [];
        }

        var wanted = $"{Variable}={mark}";
        return
        [
            .. ProcessStat
                .ListPids()
                .Where(pid => ProcessStat.TryRead(pid, out var stat) && stat.IsAlive && Carries(pid, wanted)),
        ];
    }

    private static bool Carries(int pid, string variable)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/environ").Split('\0').Contains(variable);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
