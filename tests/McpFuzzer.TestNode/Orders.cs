using System.Diagnostics;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.TestNode;

/// <summary>
/// The commands that a node process reads, one a line, and their replies, one a line. <c>start KEY SCRIPT</c>,
/// <c>wait KEY</c>, <c>stop KEY</c>, <c>kill KEY</c>, <c>signal KEY N</c>, <c>stop-all</c>, <c>storm N SCRIPT</c>,
/// <c>unmanaged PID</c>, <c>alive</c>, <c>threads</c>.
/// </summary>
internal sealed class Orders(HostedNode node)
{
    private readonly List<Process> _unmanaged = [];

    public async Task RunAsync(TextReader orders, TextWriter answers, CancellationToken ending)
    {
        // A read of the console blocks, even when its token is cancelled.
        var lines = Task.Run(() => ServeAsync(orders, answers), CancellationToken.None);
        var ended = Task.Delay(Timeout.Infinite, ending);
        if (await Task.WhenAny(lines, ended) == lines)
        {
            await lines;
        }

        foreach (var unmanaged in _unmanaged)
        {
            unmanaged.Kill();
            unmanaged.Dispose();
        }
    }

    private async Task ServeAsync(TextReader orders, TextWriter answers)
    {
        while (await orders.ReadLineAsync() is { } line && line != "quit")
        {
            var words = line.Split(' ', 3);
            string answer;
            try
            {
                answer = await ServeAsync(words);
            }
            catch (Exception fault)
            {
                answer = $"FAULT {fault.GetType().Name} {fault.Message.ReplaceLineEndings(" ")}";
            }

            await answers.WriteLineAsync(answer);
        }
    }

    private async Task<string> ServeAsync(string[] words) =>
        words[0] switch
        {
            "start" => Show(
                await AskAsync<IStartReply>(new StartProcess(Targets.Shell(words[2]), new ProcessKey(words[1])))
            ),
            "wait" => Show(await AskAsync<IWaitReply>(new WaitForExit(new ProcessKey(words[1])))),
            "stop" => Show(await AskAsync<IStopReply>(new StopProcess(new ProcessKey(words[1])))),
            "kill" => Show(await AskAsync<IStopReply>(new StopProcess(new ProcessKey(words[1]), Force: true))),
            "signal" => Show(
                await AskAsync<ISignalReply>(
                    new SignalProcess(new ProcessKey(words[1]), int.Parse(words[2]), SignalScope.Group)
                )
            ),
            "stop-all" => $"ALL {(await AskAsync<AllStopped>(new StopAllProcesses())).Outcomes.Count}",
            "threads" => Threads(),
            "storm" => Storm(int.Parse(words[1]), words[2]),
            "unmanaged" => Unmanaged(int.Parse(words[1])),
            "alive" =>
                $"ALIVE {string.Join(',', _unmanaged.Where(known => !known.HasExited).Select(known => known.Id))}",
            _ => $"FAULT no such order: {words[0]}",
        };

    private Task<TReply> AskAsync<TReply>(object message) => node.AskAsync<TReply>(message, Targets.Patience);

    /// <summary>Makes the pool start as many threads as it may have, this one included.</summary>
    private static string Threads()
    {
        ThreadPool.GetMaxThreads(out var most, out _);
        ThreadPool.SetMinThreads(most, most);
        var others = new CountdownEvent(most - 1);
        for (var index = 1; index < most; index++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                static all =>
                {
                    all.Signal();
                    all.Wait();
                },
                others,
                preferLocal: false
            );
        }

        others.Wait();
        return $"THREADS {most}";
    }

    /// <summary>Starts many processes at once, and waits for none.</summary>
    private string Storm(int count, string script)
    {
        for (var index = 0; index < count; index++)
        {
            node.Manager.Tell(new StartProcess(Targets.Shell(script)), Akka.Actor.ActorRefs.NoSender);
        }

        return $"STORM {count}";
    }

    /// <summary>
    /// Starts a process that is not the node's, with this pid if the kernel allows (ns_last_pid of proc_sys_kernel(5)).
    /// </summary>
    private string Unmanaged(int pid)
    {
        // Threads take pids too. A thread of this process that begins in that moment may take it, and free it later.
        const int Attempts = 10;
        var unmanaged = StartUnmanaged();
        for (var attempt = 0; attempt < Attempts && TryChooseNext(pid); attempt++)
        {
            unmanaged.Kill();
            unmanaged.WaitForExit();
            unmanaged.Dispose();
            unmanaged = StartUnmanaged();
            if (unmanaged.Id == pid)
            {
                break;
            }
        }

        _unmanaged.Add(unmanaged);
        return $"UNMANAGED {unmanaged.Id}";
    }

    private static Process StartUnmanaged() => Process.Start(new ProcessStartInfo("setsid", ["sleep", "1000"]))!;

    private static bool TryChooseNext(int pid)
    {
        try
        {
            File.WriteAllText("/proc/sys/kernel/ns_last_pid", $"{pid - 1}");
            return true;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // This user does not own the pid namespace.
            return false;
        }
    }

    private static string Show(object reply) =>
        reply switch
        {
            ProcessStarted started => $"STARTED {started.Pid}",
            ProcessExited exited =>
                $"EXITED {exited.StdoutTail.TotalBytes} {exited.StderrTail.TotalBytes} {exited.Exit}",
            ProcessStopped stopped =>
                $"STOPPED {stopped.StdoutTail.TotalBytes} {stopped.StderrTail.TotalBytes} {stopped.Exit}",
            CommandRejected rejected => $"REJECTED {rejected.Reason} {rejected.SpawnError}",
            SignalSent => "SENT",
            _ => $"OTHER {reply.GetType().Name}",
        };
}
