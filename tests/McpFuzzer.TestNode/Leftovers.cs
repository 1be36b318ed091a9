using McpFuzzer.Actors.Os.Linux;
using McpFuzzer.Actors.Os.Linux.Containment;
using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.TestNode;

/// <summary>
/// Finds the processes of a test by a mark in their environment, and by the mark of a node's life, which survives a
/// cleared environment.
/// </summary>
internal static class Leftovers
{
    internal const string Variable = "MCP_FUZZER_TEST_MARK";

    /// <summary>Returns the living processes, without this one and those that are spared.</summary>
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

    /// <summary>Returns the lives that are recorded in a state folder.</summary>
    internal static List<long> LivesIn(string stateFolder)
    {
        var lives = Path.Combine(stateFolder, "lives");
        return Directory.Exists(lives)
            ? [.. Directory.GetFiles(lives).Select(file => long.Parse(Path.GetFileName(file)))]
            : [];
    }

    /// <summary>Kills the processes that a level does not promise to end, until none is left.</summary>
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
    /// Reaps the zombies of targets that this process, their subreaper, adopted when a node process was killed. Other
    /// code of this process has no children with such a mark.
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
