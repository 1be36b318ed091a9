using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Linux.Users;

/// <summary>
/// Threads that become another user, and end as that user (docs/performance.md, "A start beside a heap of 2 GiB"). In
/// Linux, credentials belong to a thread. Only glibc gives all threads the same (nptl(7)), and these calls bypass it. A
/// child inherits the thread's credentials, so that it needs neither a wrapper nor a fork of the node.
/// </summary>
internal static class UserThread
{
    /// <summary>Returns what the user sees of some files.</summary>
    /// <param name="account">The user.</param>
    /// <param name="look">Runs twice, first as the node: the runtime may have to load code that the user cannot
    /// reach.</param>
    /// <param name="error">Zero, or why this process may not become the user.</param>
    internal static T? Look<T>(UserAccount account, Func<T> look, out int error)
    {
        _ = look();
        return Run(account, look, out error);
    }

    /// <summary>Runs an action for which the runtime has already loaded everything.</summary>
    /// <param name="account">The user.</param>
    /// <param name="action">The action.</param>
    /// <param name="error">Zero, or why this process may not become the user.</param>
    internal static T? Run<T>(UserAccount account, Func<T> action, out int error)
    {
        T? result = default;
        ExceptionDispatchInfo? fault = null;
        var refused = 0;
        uint[] groups = [.. account.Groups];
        var thread = new Thread(() =>
        {
            try
            {
                refused = Become(account, groups);
                if (refused == 0)
                {
                    result = action();
                }
            }
            catch (Exception exception)
            {
                fault = ExceptionDispatchInfo.Capture(exception);
            }
        })
        {
            IsBackground = true,
            Name = "process-start-user",
        };
        thread.Start();
        thread.Join();
        fault?.Throw();
        error = refused;
        return result;
    }

    // The user last: afterwards the thread may not change the others.
    private static unsafe int Become(UserAccount account, uint[] groups)
    {
        fixed (uint* list = groups)
        {
            return
                Libc.SetThreadGroups((nuint)groups.Length, list) == 0
                && Libc.SetThreadGid(account.Gid) == 0
                && Libc.SetThreadUid(account.Uid) == 0
                ? 0
                : Marshal.GetLastPInvokeError();
        }
    }
}
