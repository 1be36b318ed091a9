using System.Runtime.InteropServices;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os.Starting;

namespace McpFuzzer.Actors.Os.Linux.Users;

/// <summary>The parts of a start that differ for another user, who may have fewer rights than the node.</summary>
internal static class UserStart
{
    /// <summary>Finds the command as the user would, skipping what the user cannot reach.</summary>
    /// <param name="account">The user to run as.</param>
    /// <param name="spec">The spec to start.</param>
    /// <param name="searched">Its PATH; null when it has none.</param>
    /// <param name="path">The file that the node found; replaced by the one that the user finds.</param>
    /// <returns>Why it cannot be started; null when that is not known yet.</returns>
    internal static StartResult.Failed? TryReach(
        UserAccount account,
        ProcessSpec spec,
        string? searched,
        ref string path
    )
    {
        var found = UserThread.Look(
            account,
            () => CommandLookup.Find(spec.Command[0], spec.WorkingDirectory, searched),
            out var error
        );
        if (error != 0)
        {
            return new StartResult.Failed(
                SpawnError.Other,
                $"Only root may start it as {account.Name}: {Marshal.GetPInvokeErrorMessage(error)}."
            );
        }

        if (found is null)
        {
            return new StartResult.Failed(SpawnError.NotExecutable, $"'{path}' may not be reached by {account.Name}.");
        }

        path = found;
        return null;
    }

    /// <summary>Explains the error number of a failed start.</summary>
    internal static StartResult.Failed ErrorOf(
        UserAccount? account,
        int errno,
        string path,
        string? workingDirectory
    ) =>
        account is null
            ? StartErrors.Of(errno, path, workingDirectory)
            : UserThread.Look(account, () => StartErrors.Of(errno, path, workingDirectory), out _)!;
}
