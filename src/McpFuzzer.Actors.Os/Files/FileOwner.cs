using System.Runtime.InteropServices;
using McpFuzzer.Actors.Os.Linux;
using McpFuzzer.Actors.Os.Posix;
using Microsoft.Win32.SafeHandles;

namespace McpFuzzer.Actors.Os.Files;

/// <summary>The owner of a file or folder (statx(2), inode(7)), which .NET does not expose.</summary>
/// <param name="User">The owning user.</param>
/// <param name="Group">The owning group.</param>
/// <param name="Mode">The permissions; meaningless for a symbolic link.</param>
/// <param name="IsLink">Whether it is a symbolic link.</param>
internal sealed partial record FileOwner(uint User, uint Group, UnixFileMode Mode, bool IsLink)
{
    /// <summary>The user of this process (geteuid(2)).</summary>
    internal static uint Self => geteuid();

    /// <summary>Reads the owner of an open file. Null off Linux.</summary>
    internal static FileOwner? Of(SafeFileHandle file) =>
        OperatingSystem.IsLinux() ? From(FileStatus.Read(file), path: "") : null;

    /// <summary>Reads the owner of a path, without following a link. Null off Linux.</summary>
    internal static FileOwner? Of(string path) =>
        OperatingSystem.IsLinux() ? From(FileStatus.ReadLink(path), path) : null;

    /// <summary>Explains why the file does not belong to this user; null when it does.</summary>
    internal string? WhyNotOf(uint user, string path) =>
        User == user ? null : $"{path} belongs to user {User}; must belong to user {user}, who runs this process";

    /// <summary>
    /// Explains how another user could replace what lies in the folder; null when none could. A sticky folder such as
    /// /tmp protects its entries. A user's own group counts as the user.
    /// </summary>
    internal string? WhyNotAbove(uint user, uint group, string path) =>
        User != user && User != 0 && User != UserNamespace.Outsiders
            ? $"{path} belongs to user {User}; must belong to user {user}, who runs this process, or to root"
        : IsLink || Mode.HasFlag(UnixFileMode.StickyBit) ? null
        : Mode.HasFlag(UnixFileMode.OtherWrite)
        || (Mode.HasFlag(UnixFileMode.GroupWrite) && Group != group && Group != 0)
            ? $"{path} is writable by others; must be writable by its user alone (chmod go-w), or sticky"
        : null;

    /// <summary>The group of this process (getegid(2)).</summary>
    internal static uint SelfGroup => getegid();

    private static FileOwner From(FileStatus? status, string path) =>
        status is { } known
            ? new FileOwner(known.User, known.Group, known.Permissions, known.IsLink)
            : throw new IOException($"{path}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");

    [LibraryImport("libc")]
    private static partial uint geteuid();

    [LibraryImport("libc")]
    private static partial uint getegid();
}
