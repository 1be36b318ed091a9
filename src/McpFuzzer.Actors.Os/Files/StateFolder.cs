using System.Runtime.Versioning;

namespace McpFuzzer.Actors.Os.Files;

/// <summary>
/// What a user's nodes keep on disk: folders that belong to this user alone (0700), since their files say whom to kill, and whom to trust.
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

    /// <summary>Where lives are noted.</summary>
    internal const string Nodes = "lives";

    /// <summary>
    /// A folder of the state folder, made where it is missing; null, with the reason, where it cannot be had, is another user's, others may enter it, or could put another in its place.
    /// </summary>
    internal static string? TryOpen(string? wanted, string name, out string reason, uint? user = null)
    {
        var path = Path.GetFullPath(Path.Combine(wanted ?? OfUser(), name));
        try
        {
            Make(path);
            reason = Problem(path, user ?? FileOwner.Self) ?? "";
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            reason = refused.Message;
        }

        return reason.Length == 0 ? path : null;
    }

    // Each as the specification wants it, whatever the umask.
    private static void Make(string path)
    {
        if (!Directory.Exists(path))
        {
            Make(Path.GetDirectoryName(path)!);
            Directory.CreateDirectory(path, Private);
        }
    }

    private static string? Problem(string path, uint user)
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

    /// <summary>All folders on the way to it, and where one of them is a link, on the way to what that leads to.</summary>
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

    // The XDG Base Directory Specification: an empty or relative $XDG_STATE_HOME is no value.
    private static string OfUser()
    {
        var state = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return Path.IsPathRooted(state) ? Path.Combine(state, "mcp-fuzzer")
            : home.Length > 0 ? Path.Combine(home, ".local", "state", "mcp-fuzzer")
            : Path.Combine(Path.GetTempPath(), $"mcp-fuzzer-{Environment.UserName}");
    }
}
