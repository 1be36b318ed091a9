using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Linux.Users;

/// <summary>
/// Threads that become another user, and end as that one. To Linux credentials belong to a thread; it is glibc that
/// gives all threads the same (nptl(7)), and it is not asked here. A child of such a thread is born with them, so that
/// it needs neither a wrapper nor a fork of ours.
/// </summary>
internal static class UserThread
{
    /// <summary>What a look at files comes to for that user.</summary>
    /// <param name="account">Who looks.</param>
    /// <param name="look">Run twice, as ourselves first: what the runtime loads for it may be out of the user's
    /// reach.</param>
    /// <param name="error">Zero, or why this process may not become the user.</param>
    internal static T? Look<T>(UserAccount account, Func<T> look, out int error)
    {
        _ = look();
        return Run(account, look, out error);
    }

    /// <summary>Runs what needs nothing to be loaded any more.</summary>
    /// <param name="account">As whom.</param>
    /// <param name="action">What is run.</param>
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

    // The user last: after it the right to the others is gone.
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
