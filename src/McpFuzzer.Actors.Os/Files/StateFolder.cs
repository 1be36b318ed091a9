using System.Runtime.Versioning;

namespace McpFuzzer.Actors.Os.Files;

/// <summary>
/// The folders that a user's nodes keep on disk. They must belong to this user alone (0700): their files say which
/// processes to kill and which certificates to trust.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal static class StateFolder
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const UnixFileMode Others =
        UnixFileMode.GroupRead
        | UnixFileMode.GroupWrite
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherWrite
        | UnixFileMode.OtherExecute;

    /// <summary>Holds one file for each node instance.</summary>
    internal const string Nodes = "lives";

    /// <summary>
    /// Opens a folder inside the state folder, and creates it if missing. Null, with the reason, when it cannot be
    /// created, belongs to another user, is open to others, or can be replaced by others.
    /// </summary>
    internal static string? TryOpen(string? wanted, string name, out string reason, uint? user = null)
    {
        var path = Path.GetFullPath(Path.Combine(wanted ?? OfUser(), name));
        try
        {
            Make(path);
            reason = WhyUnsafe(path, user ?? FileOwner.Self) ?? "";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            reason = failure.Message;
        }

        return reason.Length == 0 ? path : null;
    }

    // With the permissions that the XDG specification asks for, independent of the umask.
    private static void Make(string path)
    {
        if (!Directory.Exists(path))
        {
            Make(Path.GetDirectoryName(path)!);
            Directory.CreateDirectory(path, Private);
        }
    }

    private static string? WhyUnsafe(string path, uint user)
    {
        var group = FileOwner.SelfGroup;
        var folder = new DirectoryInfo(path);
        return Above(path)
                .Select(above => FileOwner.Of(above)?.WhyNotAbove(user, group, above))
                .FirstOrDefault(why => why is not null)
            ?? FileOwner.Of(path)?.WhyNotOf(user, path)
            ?? (
                folder.LinkTarget is null && (folder.UnixFileMode & Others) == UnixFileMode.None
                    ? null
                    : $"{path} must be a folder that this user alone may enter (0700)"
            );
    }

    /// <summary>
    /// Lists all folders above the path. For a folder that is a link, it also lists the folders above the link's
    /// target.
    /// </summary>
    private static IEnumerable<string> Above(string path)
    {
        for (var folder = Path.GetDirectoryName(path); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            yield return folder;
            if (new DirectoryInfo(folder).LinkTarget is { } target)
            {
                var real = Path.GetFullPath(target, Path.GetDirectoryName(folder)!);
                foreach (var above in Above(real).Prepend(real))
                {
                    yield return above;
                }
            }
        }
    }

    // The XDG Base Directory Specification: an empty or relative $XDG_STATE_HOME counts as unset.
    private static string OfUser()
    {
        var state = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return Path.IsPathRooted(state) ? Path.Combine(state, "mcp-fuzzer")
            : home.Length > 0 ? Path.Combine(home, ".local", "state", "mcp-fuzzer")
            : Path.Combine(Path.GetTempPath(), $"mcp-fuzzer-{Environment.UserName}");
    }
}
