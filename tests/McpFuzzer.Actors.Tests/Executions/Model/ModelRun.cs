using Akka.Actor;
using Akka.TestKit;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Executions;

namespace McpFuzzer.Actors.Tests.Executions.Model;

/// <summary>
/// One random sequence of commands and its expectations, next to an executor whose actors and operations all run on the
/// test's thread. Times are multiples of the clock's step, so timers are due at the end of a step.
/// </summary>
internal sealed partial class ModelRun(int seed, TestScheduler scheduler, ExecutorSettings settings)
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly Random _random = new(seed);
    private IActorRef _executor = ActorRefs.Nobody;
    private IActorRef _sender = ActorRefs.Nobody;
    private readonly List<ModelRequest> _requests = [];
    private readonly Dictionary<RequestId, ModelRequest> _byId = [];
    private int _bound = settings.MaxConcurrency;
    private int _resizes;
    private int _shutdowns;

    public DateTimeOffset Now => scheduler.Now;

    /// <summary>Answers to resizes and shutdowns.</summary>
    public List<object> Replies { get; } = [];

    private IEnumerable<ModelOperation> Operations => _requests.SelectMany(request => request.Operations);

    /// <summary>Operations that hold a slot; a cancelled one for at most a second.</summary>
    private int Holders => Operations.Count(operation => operation.IsActive && !IsGivenUp(operation));

    private bool IsGivenUp(ModelOperation operation) => operation.CancelledAt + Grace <= Now;

    /// <summary>An operation reports its start.</summary>
    public void Begins(ModelOperation operation) =>
        Assert.True(Holders < _bound, $"{operation.Name} begins beside {Holders} of {_bound}");

    public void Reply(object message)
    {
        var id = message switch
        {
            IExecuteReply reply => reply.RequestId,
            IExecuteBatchReply reply => reply.RequestId,
            _ => null,
        };
        if (id is null)
        {
            Replies.Add(message);
            return;
        }

        if (message is OperationRejected { Reason: RejectReason.AlreadyExists })
        {
            _byId[id].Misused--;
            return;
        }

        _byId[id].Replies.Add(message);
    }

    public override string ToString() => $"seed {seed}";

    public void Run(IActorRef executor, IActorRef sender, int commands)
    {
        _executor = executor;
        _sender = sender;
        for (var n = 0; n < commands; n++)
        {
            switch (_random.Next(20))
            {
                case < 6:
                    Execute();
                    break;
                case < 8:
                    ExecuteBatch();
                    break;
                case 8:
                    AskAgain();
                    break;
                case 9:
                    Cancel();
                    break;
                case 10:
                    Resize();
                    break;
                case < 15:
                    End();
                    break;
                case 15 when _random.Next(10) == 0:
                    ShutDown(_random.Next(0, 4) * Step);
                    break;
                default:
                    Advance(_random.Next(1, 8));
                    break;
            }
        }

        ShutDown(TimeSpan.Zero);
        Advance(12);
        Check();
    }

    private void Execute()
    {
        var request = NewRequest(isBatch: false, count: 1, out var retry, out var timeout, out var deadline);
        var refused = ExpectedRejection(Operations.Count(operation => IsWaitingAlone(operation)), _requests);
        Add(request);
        _executor.Tell(new Execute(request.Id, request.Operations[0].RunAsync, timeout, deadline, retry), _sender);
        CheckRejection(request, refused);
    }

    private void ExecuteBatch()
    {
        var request = NewRequest(isBatch: true, SizeOfBatch(), out var retry, out var timeout, out var deadline);
        // The number of ended operations of a batch is visible only when all of them have ended.
        var refused = _requests.Any(earlier => earlier is { IsBatch: true, IsAnswered: false })
            ? null
            : ExpectedRejection(0, _requests);
        Add(request);
        _executor.Tell(
            new ExecuteBatch(
                request.Id,
                [.. request.Operations.Select(operation => (LocalOperation)operation.RunAsync)],
                timeout,
                deadline,
                retry
            ),
            _sender
        );
        CheckRejection(request, refused);
    }

    // Some are large enough for chunks of several.
    private int SizeOfBatch() => _random.Next(4) == 0 ? _random.Next(20, 50) : _random.Next(0, 9);

    private ModelRequest NewRequest(
        bool isBatch,
        int count,
        out RetryPolicy? retry,
        out TimeSpan? timeout,
        out TimeSpan? deadline
    )
    {
        var retries = _random.Next(3);
        var delay = _random.Next(0, 3) * Step;
        retry = retries == 0 ? null : new RetryPolicy(retries, delay, 10 * Step);
        timeout = _random.Next(2) == 0 ? null : _random.Next(1, 6) * Step;
        deadline = _random.Next(3) == 0 ? _random.Next(1, 20) * Step : null;
        var id = new RequestId($"{seed}/{_requests.Count}");
        var operations = Enumerable
            .Range(0, count)
            .Select(index => new ModelOperation(this, $"{id}[{index}]", (Habit)_random.Next(4)))
            .ToArray();
        return new ModelRequest(id, isBatch, operations, retries)
        {
            HasTimeLimit = timeout is not null || deadline is not null,
        };
    }

    private void Add(ModelRequest request)
    {
        _requests.Add(request);
        _byId.Add(request.Id, request);
    }

    private void AskAgain()
    {
        // A rejected command may be sent again, and counts as new.
        if (
            Any(_requests.Where(request => !request.Replies.Exists(reply => reply is OperationRejected)))
            is not { } request
        )
        {
            return;
        }

        var isSame = _random.Next(3) > 0;
        request.Sent += isSame ? 1 : 0;
        request.Misused += isSame ? 0 : 1;
        object command =
            request.IsBatch == isSame
                ? new ExecuteBatch(request.Id, [_ => throw new NotSupportedException("run twice")])
                : new Execute(request.Id, _ => throw new NotSupportedException("run twice"));
        _executor.Tell(command, _sender);
    }

    private void Cancel()
    {
        if (Any(_requests) is { } request)
        {
            request.WasCancelled = true;
            _executor.Tell(new CancelOperation(request.Id), _sender);
        }
    }

    private void Resize()
    {
        var size = _random.Next(0, 7);
        _resizes++;
        _bound = size > 0 && _shutdowns == 0 ? size : _bound;
        _executor.Tell(new ResizeExecutor(size), _sender);
        Assert.Equal(_resizes + StoppedReplies(), Replies.Count);
        Assert.True(Replies[^1] is CommandRejected == (size == 0 || _shutdowns > 0));
    }

    private void End()
    {
        if (Any(Operations.Where(operation => operation.IsActive)) is not { } operation)
        {
            return;
        }

        if (_random.Next(2) == 0)
        {
            operation.Return();
        }
        else
        {
            operation.Throw();
        }
    }

    private void ShutDown(TimeSpan timeout)
    {
        _shutdowns++;
        _executor.Tell(new ShutdownExecutor(timeout), _sender);
    }

    private void Advance(int steps)
    {
        for (var n = 0; n < steps; n++)
        {
            scheduler.Advance(Step);
        }
    }

    private int StoppedReplies() => Replies.Count(reply => reply is ExecutorStopped);

    private T? Any<T>(IEnumerable<T> choice)
        where T : class
    {
        var all = choice.ToArray();
        return all.Length == 0 ? null : all[_random.Next(all.Length)];
    }
}
