using System.Runtime.Versioning;

namespace McpFuzzer.Actors.Os.Linux.Containment;

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
    internal const string Lives = "lives";

    /// <summary>A folder of the state folder, made where it is missing; null, with the reason, where it cannot be had or others may enter it.</summary>
    internal static string? TryOpen(string? wanted, string name, out string reason)
    {
        var path = Path.Combine(wanted ?? OfUser(), name);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!, Private);
            var folder = Directory.CreateDirectory(path, Private);
            if (folder.LinkTarget is null && (folder.UnixFileMode & Others) == UnixFileMode.None)
            {
                reason = "";
                return path;
            }

            reason = $"{path} must be a folder that this user alone may enter (0700)";
            return null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            reason = refused.Message;
            return null;
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
