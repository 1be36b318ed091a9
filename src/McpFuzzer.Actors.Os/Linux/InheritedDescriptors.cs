using System.Globalization;
using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Linux;

/// <summary>
/// The descriptors beyond 2 that this process was started with (docs/hazards.md, 51). An exec closes every descriptor
/// marked close-on-exec. So no inherited descriptor has the mark, and those that the runtime opens do.
/// </summary>
internal sealed class InheritedDescriptors
{
    private const string Open = "/proc/self/fd";

    private readonly HashSet<int> _given = [.. Inheritable()];

    /// <summary>
    /// The unmarked descriptors that were opened since the start. A child would inherit them although we did not.
    /// </summary>
    internal IReadOnlyList<int> Others() => [.. Inheritable().Where(descriptor => !_given.Contains(descriptor))];

    private static List<int> Inheritable() =>
        [
            .. Directory
                .EnumerateFileSystemEntries(Open)
                .Select(entry => int.Parse(Path.GetFileName(entry), CultureInfo.InvariantCulture))
                .Where(descriptor => descriptor > 2 && Descriptors.IsInheritable(descriptor)),
        ];
}
