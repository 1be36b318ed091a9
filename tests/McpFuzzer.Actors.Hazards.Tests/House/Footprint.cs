namespace McpFuzzer.Actors.Hazards.Tests.House;

/// <summary>The resources that this process holds, compared before and after a test.</summary>
internal sealed record Footprint(IReadOnlyList<string> Descriptors)
{
    // More than .NET's pools and Akka's dispatchers have on a small machine. A leak of one thread per process exceeds
    // it at once.
    private const int MostThreads = 150;

    /// <summary>Counts the current resources.</summary>
    internal static Footprint Take() => new(ReadDescriptors());

    /// <summary>
    /// Asserts that nothing was added. Waits for what is about to close: a loop's thread closes its own two descriptors
    /// last. Only what every count finds is a leak: the runtime briefly opens a pipe for each thread that it starts.
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

    // Which ends of it exist, and in which process: that shows who has forgotten to close it.
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
                // Closed meanwhile, or unreadable for us.
                continue;
            }

            yield return end;
        }
    }

    // By number of each kind: a resource may come back under another number.
    private List<string> Added()
    {
        var rest = Descriptors.ToList();
        var now = ReadDescriptors();
        return now.Count <= Descriptors.Count ? [] : [.. now.Where(descriptor => !rest.Remove(descriptor))];
    }

    // The console duplicates our standard streams when it is first used.
    private static List<string> ReadDescriptors()
    {
        var standard = Enumerable.Range(0, 3).Select(number => LinkOf($"/proc/self/fd/{number}")).ToHashSet();
        var links = new List<string>();
        foreach (var descriptor in Directory.GetFiles("/proc/self/fd"))
        {
            try
            {
                // The descriptor of this listing itself is already closed.
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

    // Assemblies, and symbols for a stack trace: opened on first use, and kept open.
    private static bool IsOfRuntime(string name) =>
        Path.GetExtension(name) is ".dll" or ".pdb" or ".so" || name.Contains(".so.", StringComparison.Ordinal);

    // The threads of a process host, by their names (the kernel cuts them to 15 characters).
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
