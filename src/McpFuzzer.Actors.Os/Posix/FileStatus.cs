using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace McpFuzzer.Actors.Os.Posix;

/// <summary>Owner, permissions and kind of a file (statx(2), inode(7)). Linux only.</summary>
internal readonly unsafe partial record struct FileStatus(uint User, uint Group, ushort Mode)
{
    private const int AT_FDCWD = -100;
    private const int AT_EMPTY_PATH = 0x1000;
    private const int AT_SYMLINK_NOFOLLOW = 0x100;
    private const uint OwnerAndMode = 0x1B; // STATX_TYPE, STATX_MODE, STATX_UID, STATX_GID
    private const int Size = 256;
    private const int UserOffset = 20;
    private const int GroupOffset = 24;
    private const int ModeOffset = 28;
    private const int S_IFMT = 0xF000;
    private const int S_IFREG = 0x8000;
    private const int S_IFLNK = 0xA000;
    private const int PermissionBits = 0xFFF;

    internal bool IsRegular => (Mode & S_IFMT) == S_IFREG;

    internal bool IsLink => (Mode & S_IFMT) == S_IFLNK;

    internal UnixFileMode Permissions => (UnixFileMode)(Mode & PermissionBits);

    /// <summary>Reads the status of an open file; null, with the error number, when that fails.</summary>
    internal static FileStatus? Read(SafeFileHandle file) => Read((int)file.DangerousGetHandle(), "", AT_EMPTY_PATH);

    /// <summary>Reads the status of what a path leads to; null, with the error number, when that fails.</summary>
    internal static FileStatus? Read(string path) => Read(AT_FDCWD, path, flags: 0);

    /// <summary>Reads the status of the link itself, where the path is one.</summary>
    internal static FileStatus? ReadLink(string path) => Read(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW);

    private static FileStatus? Read(int folder, string path, int flags)
    {
        var status = stackalloc byte[Size];
        return statx(folder, path, flags, OwnerAndMode, status) == 0
            ? new FileStatus(
                *(uint*)(status + UserOffset),
                *(uint*)(status + GroupOffset),
                *(ushort*)(status + ModeOffset)
            )
            : null;
    }

    // By the name that every libc has: hosts without glibc keep state too.
    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int statx(int folder, string path, int flags, uint mask, byte* status);
}
