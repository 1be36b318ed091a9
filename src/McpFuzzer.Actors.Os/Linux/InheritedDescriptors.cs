using System.Globalization;
using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Linux;

/// <summary>
/// The descriptors beyond 0 to 2 that this process was started with. An exec closes what is marked close-on-exec, so
/// nothing that came to us by one is; what the runtime opens is.
/// </summary>
internal sealed class InheritedDescriptors
{
    private const string Open = "/proc/self/fd";

    private readonly HashSet<int> _given = [.. Inheritable()];

    /// <summary>Those that a child would inherit though we were not given them: opened since, and not marked.</summary>
    internal IReadOnlyList<int> Others() => [.. Inheritable().Where(descriptor => !_given.Contains(descriptor))];

    private static List<int> Inheritable() =>
        [
            .. Directory
                .EnumerateFileSystemEntries(Open)
                .Select(entry => int.Parse(Path.GetFileName(entry), CultureInfo.InvariantCulture))
                .Where(descriptor => descriptor > 2 && Descriptors.IsInheritable(descriptor)),
        ];
}
