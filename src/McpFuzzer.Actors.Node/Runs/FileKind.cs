using System.Runtime.InteropServices;

namespace McpFuzzer.Actors.Node.Runs;

/// <summary>What a path leads to, as far as .NET does not tell (statx(2), inode(7)).</summary>
internal static unsafe partial class FileKind
{
    private const int AtWorkingDirectory = -100;
    private const uint WantsType = 1;
    private const int StatusSize = 256;
    private const int ModeOffset = 28;
    private const int TypeBits = 0xF000;
    private const int Regular = 0x8000;

    /// <summary>False for a device, a pipe and the like; true where it can't be known.</summary>
    public static bool IsRegular(string path)
    {
        var status = stackalloc byte[StatusSize];
        return !OperatingSystem.IsLinux()
            || statx(AtWorkingDirectory, path, 0, WantsType, status) != 0
            || (*(ushort*)(status + ModeOffset) & TypeBits) == Regular;
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int statx(int folder, string path, int flags, uint mask, byte* status);
}
