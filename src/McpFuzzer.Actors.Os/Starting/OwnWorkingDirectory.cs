namespace McpFuzzer.Actors.Os.Starting;

/// <summary>The working directory of this process, under a name that .NET keeps (docs/hazards.md, 52).</summary>
internal static class OwnWorkingDirectory
{
    // The kernel's own name of it, for this process and for the user's shell.
    private const string Link = "/proc/self/cwd";

    /// <summary>Its path, or the kernel's link to it where the path is not UTF-8.</summary>
    /// <exception cref="IOException">It is gone.</exception>
    internal static string Name =>
        Environment.CurrentDirectory is var known && known.Contains('\uFFFD') && Path.Exists(Link) ? Link : known;

    /// <summary>Whether .NET alters its path, so that paths below it need <see cref="Name" /> in front.</summary>
    /// <exception cref="IOException">It is gone.</exception>
    internal static bool IsAltered => Name == Link;
}
