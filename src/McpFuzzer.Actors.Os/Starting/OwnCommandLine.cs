namespace McpFuzzer.Actors.Os.Starting;

/// <summary>The command line of this process, as its bytes (docs/hazards.md, 52).</summary>
internal static class OwnCommandLine
{
    private const string Words = "/proc/self/cmdline";

    /// <summary>Returns the program and its arguments, a NUL after each; nothing where the bytes are unknown.</summary>
    internal static byte[] Read()
    {
        try
        {
            return File.ReadAllBytes(Words);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // Not Linux.
            return [];
        }
    }
}
