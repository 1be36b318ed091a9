using System.Globalization;

namespace McpFuzzer.Actors.Os.Linux;

/// <summary>How users outside of our user namespace appear inside of it (user_namespaces(7)).</summary>
internal static class UserNamespace
{
    private const string All = "4294967295";

    /// <summary>
    /// The user id that stands for every unmapped user: the one who made our container, but not its own users. Null
    /// where all are mapped.
    /// </summary>
    internal static uint? Outsiders { get; } =
        OperatingSystem.IsLinux()
            ? Parse(ReadOr("/proc/self/uid_map", All), ReadOr("/proc/sys/kernel/overflowuid", "65534"))
            : null;

    /// <summary>Reads it from two files of /proc.</summary>
    /// <param name="map">The text of uid_map: first id inside, first id outside, count.</param>
    /// <param name="overflow">The text of overflowuid.</param>
    internal static uint? Parse(string map, string overflow) =>
        map.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries) is [.., All]
            ? null
            : uint.Parse(overflow, NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture);

    private static string ReadOr(string path, string otherwise) =>
        File.Exists(path) ? File.ReadAllText(path) : otherwise;
}
