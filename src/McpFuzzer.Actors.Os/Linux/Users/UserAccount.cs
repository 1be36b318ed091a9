using System.Globalization;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Linux.Users;

/// <summary>The user that a child runs as.</summary>
/// <param name="Name">The requested name.</param>
/// <param name="Uid">Its real, effective and saved user.</param>
/// <param name="Gid">Its real, effective and saved group.</param>
/// <param name="Groups">Its supplementary groups.</param>
/// <param name="Variables">The variables that describe the user, as after su(1): HOME, SHELL, USER and LOGNAME.</param>
internal sealed record UserAccount(
    string Name,
    uint Uid,
    uint Gid,
    IReadOnlyList<uint> Groups,
    IReadOnlyDictionary<string, string?> Variables
)
{
    /// <summary>
    /// Finds the account of <see cref="ProcessSpec.User" />. A name takes precedence over a number, as POSIX defines
    /// for chown.
    /// </summary>
    /// <param name="text">A user, or a user and a group separated by a colon; null keeps the node's.</param>
    /// <param name="account">Null when no change is requested.</param>
    /// <returns>Why the account does not exist; null when it does, or none is requested.</returns>
    internal static string? TryFind(string? text, out UserAccount? account)
    {
        account = null;
        if (text is null)
        {
            return null;
        }

        var words = text.Split(':', 2);
        var isNumber = TryNumber(words[0], out var number);
        var user = AccountDatabase.FindUser(words[0]) ?? (isNumber ? AccountDatabase.FindUser(number) : null);
        if (user is null && !isNumber)
        {
            return $"No such user: '{words[0]}'.";
        }

        var uid = user?.Uid ?? number;
        uint? gid = words.Length == 1 ? user?.Gid : FindGroup(words[1]);
        if (gid is null)
        {
            return words.Length == 1
                ? $"User {uid} has no entry in passwd, and so no default group: name one, as in {uid}:{uid}."
                : $"No such group: '{words[1]}'.";
        }

        var groups = user is null ? [gid.Value] : AccountDatabase.GroupsOf(user.Name, user.Gid);
        account = IsOurs(uid, gid.Value) ? null : new UserAccount(text, uid, gid.Value, groups, VariablesOf(user));
        return null;
    }

    /// <summary>The spec with the account's variables, where it does not set them itself.</summary>
    internal ProcessSpec Over(ProcessSpec spec)
    {
        var environment = new Dictionary<string, string?>(Variables, StringComparer.Ordinal);
        foreach (var (name, value) in spec.Environment)
        {
            environment[name] = value;
        }

        return spec with
        {
            Environment = environment,
        };
    }

    // A user without root rights may name itself.
    private static bool IsOurs(uint uid, uint gid) => uid != 0 && uid == Libc.geteuid() && gid == Libc.getegid();

    private static uint? FindGroup(string text) =>
        AccountDatabase.FindGroup(text) ?? (TryNumber(text, out var gid) ? gid : null);

    // setresuid(2) reads the highest number as "unchanged".
    private static bool TryNumber(string text, out uint number) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number != uint.MaxValue;

    // The node's own variables would point to files that the user may not touch.
    private static Dictionary<string, string?> VariablesOf(UserEntry? user) =>
        new(StringComparer.Ordinal)
        {
            ["HOME"] = user?.Home is { Length: > 0 } home ? home : "/",
            ["SHELL"] = user?.Shell is { Length: > 0 } shell ? shell : "/bin/sh",
            ["USER"] = user?.Name,
            ["LOGNAME"] = user?.Name,
        };
}
