using System.Globalization;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Linux.Users;

/// <summary>As whom a child is started.</summary>
/// <param name="Name">As it was asked for.</param>
/// <param name="Uid">Its real, effective and saved user.</param>
/// <param name="Gid">Its real, effective and saved group.</param>
/// <param name="Groups">Its supplementary groups.</param>
/// <param name="Variables">What its environment says of the user, as after su(1): HOME, SHELL, USER and
/// LOGNAME.</param>
internal sealed record UserAccount(
    string Name,
    uint Uid,
    uint Gid,
    IReadOnlyList<uint> Groups,
    IReadOnlyDictionary<string, string?> Variables
)
{
    /// <summary>
    /// Finds the account of <see cref="ProcessSpec.User" />; names go before numbers, as POSIX has it for chown.
    /// </summary>
    /// <param name="text">A user, or a user and a group with a colon between; null is no other.</param>
    /// <param name="account">Null where no change is asked for.</param>
    /// <returns>Why there is none; null when there is, or none was asked for.</returns>
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
                ? $"User {uid} has no entry in passwd, and so no group of its own: name one, as in {uid}:{uid}."
                : $"No such group: '{words[1]}'.";
        }

        var groups = user is null ? [gid.Value] : AccountDatabase.GroupsOf(user.Name, user.Gid);
        account = IsOurs(uid, gid.Value) ? null : new UserAccount(text, uid, gid.Value, groups, VariablesOf(user));
        return null;
    }

    /// <summary>The spec with the variables of the account below its own.</summary>
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

    // Who is no root may well ask for what he is already.
    private static bool IsOurs(uint uid, uint gid) => uid != 0 && uid == Libc.geteuid() && gid == Libc.getegid();

    private static uint? FindGroup(string text) =>
        AccountDatabase.FindGroup(text) ?? (TryNumber(text, out var gid) ? gid : null);

    // The highest means "as it was" to setresuid(2).
    private static bool TryNumber(string text, out uint number) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number != uint.MaxValue;

    // Ours would lead to what the user may not touch.
    private static Dictionary<string, string?> VariablesOf(UserEntry? user) =>
        new(StringComparer.Ordinal)
        {
            ["HOME"] = user?.Home is { Length: > 0 } home ? home : "/",
            ["SHELL"] = user?.Shell is { Length: > 0 } shell ? shell : "/bin/sh",
            ["USER"] = user?.Name,
            ["LOGNAME"] = user?.Name,
        };
}
