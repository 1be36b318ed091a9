using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Hazards.Tests.House;

/// <summary>What this process holds of the operating system, to be compared before and after a test.</summary>
internal sealed record Footprint(IReadOnlyList<string> Descriptors)
{
    // More than .NET's pools and Akka's dispatchers have on any small machine; a leak of one thread per process goes
    // beyond it at once.
    private const int MostThreads = 150;

    /// <summary>As it is now.</summary>
    internal static Footprint Take() => new(ReadDescriptors());

    /// <summary>
    /// Nothing was added. What closes on its way out (a loop's thread closes its own two as the last thing it does) is
    /// waited for, and only what is found by every look counts: the runtime opens a pipe for a moment with each thread
    /// that it starts.
    /// </summary>
    internal void AssertNotGrown()
    {
        var added = Added();
        var threads = HostThreads();
        SpinWait.SpinUntil(
            () =>
            {
                added = [.. added.Intersect(Added())];
                threads = HostThreads();
                return added.Count == 0 && threads.Count == 0;
            },
            Patience.Long
        );
        Assert.True(added.Count == 0, string.Join('\n', added.Select(Describe)));
        Assert.Empty(threads);
        Assert.InRange(Directory.GetDirectories("/proc/self/task").Length, 1, MostThreads);
    }

    // Which ends of it there are, and whose: that tells who has forgotten to close it.
    private static string Describe(string descriptor)
    {
        var ends = Directory
            .GetDirectories("/proc", "*")
            .Where(folder => int.TryParse(Path.GetFileName(folder), out _))
            .SelectMany(folder => EndsIn(folder, descriptor));
        return $"{descriptor}: {string.Join("; ", ends)}";
    }

    private static IEnumerable<string> EndsIn(string process, string descriptor)
    {
        string[] numbers;
        try
        {
            numbers = Directory.GetFiles($"{process}/fd");
        }
        catch (Exception hidden) when (hidden is IOException or UnauthorizedAccessException)
        {
            yield break;
        }

        foreach (var number in numbers)
        {
            string end;
            try
            {
                if (File.ResolveLinkTarget(number, returnFinalTarget: false)?.Name != descriptor)
                {
                    continue;
                }

                var flags = File.ReadAllLines(number.Replace("/fd/", "/fdinfo/", StringComparison.Ordinal))[1];
                end = $"{process} {File.ReadAllText($"{process}/comm").Trim()} {number}, {flags}";
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                // Closed meanwhile, or not ours to look at.
                continue;
            }

            yield return end;
        }
    }

    // By number of each kind: the same thing may come back under another number.
    private List<string> Added()
    {
        var rest = Descriptors.ToList();
        var now = ReadDescriptors();
        return now.Count <= Descriptors.Count ? [] : [.. now.Where(descriptor => !rest.Remove(descriptor))];
    }

    // Of our own standard streams the console makes copies when it is first used.
    private static List<string> ReadDescriptors()
    {
        var standard = Enumerable.Range(0, 3).Select(number => LinkOf($"/proc/self/fd/{number}")).ToHashSet();
        var links = new List<string>();
        foreach (var descriptor in Directory.GetFiles("/proc/self/fd"))
        {
            try
            {
                // The one that this listing itself needs is gone by now.
                if (
                    File.ResolveLinkTarget(descriptor, returnFinalTarget: false) is { } target
                    && !IsOfRuntime(target.Name)
                    && !standard.Contains(target.Name)
                )
                {
                    links.Add(target.Name);
                }
            }
            catch (IOException)
            {
                // Closed meanwhile.
            }
        }

        return links;
    }

    private static string? LinkOf(string descriptor) =>
        File.ResolveLinkTarget(descriptor, returnFinalTarget: false)?.Name;

    // Assemblies, symbols for a stack trace: opened when they are first needed, for good.
    private static bool IsOfRuntime(string name) =>
        Path.GetExtension(name) is ".dll" or ".pdb" or ".so" || name.Contains(".so.", StringComparison.Ordinal);

    // The threads of a process host, by their names (cut to 15 characters by the kernel).
    private static List<string> HostThreads() =>
        [
            .. Directory
                .GetDirectories("/proc/self/task")
                .Select(NameOf)
                .Where(name => name.StartsWith("process-", StringComparison.Ordinal)),
        ];

    private static string NameOf(string task)
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "comm")).Trim();
        }
        catch (IOException)
        {
            return "";
        }
    }
}
