using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using Akka.Actor;
using McpFuzzer.Actors.Client;
using McpFuzzer.Actors.Client.Requests;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Mcp.Targets;

/// <summary>
/// One incarnation of a target that runs under the ManagerActor, and its attached streams. Thread-safe.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "StopAsync, which every owner calls, disposes it.")]
internal sealed class TargetProcess
{
    // The wait is renewed, so that no Ask has an infinite timeout.
    private static readonly TimeSpan WaitTurn = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan AnswerSlack = TimeSpan.FromSeconds(30);

    private readonly IActorRef _manager;
    private readonly CancellationTokenSource _watching = new();
    private readonly Lazy<Task<IStopReply>> _stopping;
    private volatile bool _force;

    public TargetProcess(
        IActorRef manager,
        ProcessKey key,
        int incarnation,
        int pid,
        PipeReader stdout,
        PipeWriter stdin
    )
    {
        _manager = manager;
        Key = key;
        Incarnation = incarnation;
        Pid = pid;
        Stdout = stdout;
        Stdin = stdin;
        _stopping = new Lazy<Task<IStopReply>>(StopAndUnwatchAsync);
        Exited = WatchExitAsync();
    }

    public ProcessKey Key { get; }

    public int Incarnation { get; }

    public int Pid { get; }

    public PipeReader Stdout { get; }

    public PipeWriter Stdin { get; }

    /// <summary>Completes when the exit is known, or cannot become known. Never fails.</summary>
    public Task<IWaitReply> Exited { get; }

    /// <summary>
    /// Stops the target by its ladder. Completes when the set is verified empty, or when the stop has failed. Never
    /// fails. Later calls join the first.
    /// </summary>
    /// <param name="force">Starts at the last rung of the ladder. A stop that is under way is not raised.</param>
    public Task<IStopReply> StopAsync(bool force = false)
    {
        _force |= force;
        return _stopping.Value;
    }

    /// <summary>
    /// Stops the process with this key. Waits as long as the manager answers, since the ladder may be the node's own,
    /// which is not known here. Never fails.
    /// </summary>
    public static async Task<IStopReply> StopAsync(
        IActorRef manager,
        ProcessKey key,
        int? incarnation,
        bool force = false,
        TimeProvider? time = null
    )
    {
        var options = new ClientOptions { AskTimeout = AnswerSlack, Time = time ?? TimeProvider.System };
        try
        {
            // It may be sent more than once: a further stop joins the first, or is answered from the history.
            return await ActorEndpoint
                .Of("manager", manager, options)
                .AskPatientlyAsync<IStopReply>(
                    new StopProcess(key, incarnation, force),
                    new GetProcess(key),
                    CancellationToken.None
                );
        }
        catch (Exception error)
        {
            return new ProcessLost(key, incarnation ?? 0, $"the manager did not answer the stop: {error.Message}");
        }
    }

    private async Task<IStopReply> StopAndUnwatchAsync()
    {
        var reply = await StopAsync(_manager, Key, Incarnation, _force);
        // The exit is published before the stop is answered. If it is not known now, it never will be.
        _watching.CancelAfter(TimeSpan.FromSeconds(1));
        await Exited;
        _watching.Dispose();
        return reply;
    }

    private async Task<IWaitReply> WatchExitAsync()
    {
        try
        {
            while (true)
            {
                var wait = new WaitForExit(Key, WaitTurn);
                var reply = await _manager.Ask<IWaitReply>(wait, WaitTurn + AnswerSlack, _watching.Token);
                if (reply is not WaitTimedOut)
                {
                    return reply;
                }
            }
        }
        catch (Exception error)
        {
            return new ProcessLost(Key, Incarnation, $"its exit is not known: {error.Message}");
        }
    }
}
