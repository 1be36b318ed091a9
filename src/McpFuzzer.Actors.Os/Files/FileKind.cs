using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Files;

/// <summary>What kind of file a path leads to, as far as .NET does not say (statx(2), inode(7)).</summary>
internal static class FileKind
{
    /// <summary>False for a device, a pipe and the like. True where the kind is unknown.</summary>
    internal static bool IsRegular(string path) =>
        !OperatingSystem.IsLinux() || FileStatus.Read(path) is not { IsRegular: false };
}
