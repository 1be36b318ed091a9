using McpFuzzer.Actors.Os.Linux;
using McpFuzzer.Actors.Os.Linux.Containment;
using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.TestNode;

/// <summary>Finds the processes of a test: by a mark in their environment, and by the mark of a node's life, which a cleared environment leaves in place.</summary>
internal static class Leftovers
{
    internal const string Variable = "MCP_FUZZER_TEST_MARK";

    /// <summary>The living, but this process and those that are spared.</summary>
    internal static List<int> Find(string mark, IReadOnlyCollection<long> lives, params IReadOnlyCollection<int> spared)
    {
        var wanted = $"{Variable}={mark}";
        return
        [
            .. ProcessStat
                .ListPids()
                .Where(pid =>
                    pid != Environment.ProcessId
                    && !spared.Contains(pid)
                    && (CarriesLife(pid, lives) || CarriesMark(pid, wanted))
                    && ProcessStat.TryRead(pid, out var stat)
                    && stat.IsAlive
                ),
        ];
    }

    /// <summary>The lives that are noted in a state folder.</summary>
    internal static List<long> LivesIn(string stateFolder)
    {
        var lives = Path.Combine(stateFolder, "lives");
        return Directory.Exists(lives)
            ? [.. Directory.GetFiles(lives).Select(file => long.Parse(Path.GetFileName(file)))]
            : [];
    }

    /// <summary>What a level does not promise to end, the test ends: until nobody is found.</summary>
    internal static void EndByHand(Func<IReadOnlyList<int>> find)
    {
        for (var clean = 0; clean < 3; clean++)
        {
            foreach (var pid in find())
            {
                clean = -1;
                _ = Libc.kill(pid, SignalNumbers.SIGKILL);
            }
        }
    }

    /// <summary>
    /// Takes away the zombies of nodes' targets that were left to this process, their subreaper, when a node process was killed: other code of this process has no
    /// children with such a mark.
    /// </summary>
    internal static void ReapZombies()
    {
        foreach (var pid in Descendants.Children(Environment.ProcessId))
        {
            if (
                ProcessStat.TryRead(pid, out var stat)
                && !stat.IsAlive
                && SpawnMark.TryRead(pid, out _)
                && !OwnChildren.Contains(pid)
            )
            {
                ExitStatus.ReapAdopted(pid, stat.StartTicks);
            }
        }
    }

    private static bool CarriesLife(int pid, IReadOnlyCollection<long> lives) =>
        lives.Count > 0 && SpawnMark.TryRead(pid, out var tags) && lives.Contains(tags.NodeId);

    private static bool CarriesMark(int pid, string variable)
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
