using System.Text;

// Each test asserts that no process is left that the test run started.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace McpFuzzer.Actors.Samples.Tests;

/// <summary>What a sample leaves behind: living processes that have inherited a mark from this one.</summary>
internal static class Leftovers
{
    private const string Variable = "MCP_FUZZER_SAMPLE_MARK";

    private static readonly string Mark = Guid.NewGuid().ToString("N");

    /// <summary>Every process that this process starts from now on carries the mark.</summary>
    public static void MarkWhatIsStarted() => Environment.SetEnvironmentVariable(Variable, Mark);

    /// <summary>A zombie's environment reads as empty, and so it does not count.</summary>
    public static IReadOnlyList<string> Find()
    {
        var mark = Encoding.UTF8.GetBytes($"{Variable}={Mark}");
        return
        [
            .. Directory
                .EnumerateDirectories("/proc")
                .Where(path => char.IsAsciiDigit(path[6]) && path != $"/proc/{Environment.ProcessId}")
                .Where(path => Carries(path, mark))
                .Select(Describe),
        ];
    }

    private static bool Carries(string path, byte[] mark)
    {
        try
        {
            return File.ReadAllBytes($"{path}/environ").AsSpan().IndexOf(mark) >= 0;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // It ended while we looked, or is another user's.
            return false;
        }
    }

    private static string Describe(string path)
    {
        try
        {
            return $"{path}: {File.ReadAllText($"{path}/cmdline").Replace('\0', ' ')}";
        }
        catch (IOException)
        {
            return path;
        }
    }
}
