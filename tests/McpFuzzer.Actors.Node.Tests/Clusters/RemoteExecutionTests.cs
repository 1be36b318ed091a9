using Akka.Actor;
using McpFuzzer.Actors.Client.Wire.Executions;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Node.Tests.EndToEnd;
using McpFuzzer.TestNode;

namespace McpFuzzer.Actors.Node.Tests.Clusters;

/// <summary>Registered operations, run on the node of another process.</summary>
[Collection(EndToEndGroup.Name)]
public sealed class RemoteExecutionTests : IAsyncLifetime
{
    private readonly ClusterGround _ground = new();
    private ClusterProcess _node = null!;
    private FuzzingMember _member = null!;
    private IActorRef _executor = null!;

    public async Task InitializeAsync()
    {
        _node = await _ground.StartWorkerAsync();
        _member = await FuzzingMember.JoinAsync(
            _ground,
            _node.Address,
            client => RemoteOperations.AddUnheardTo(RemoteOperations.AddTo(client.Codecs))
        );
        _executor = (await _member.RuntimeOfAsync(_node.Address)).Executor;
    }

    public async Task DisposeAsync()
    {
        await _member.DisposeAsync();
        _ground.Dispose();
    }

    [Fact]
    public async Task Should_return_each_outcome_when_operations_run_on_another_node()
    {
        var hang = RequestId.New();
        var hanging = AskAsync(new ExecuteOperation(hang, new Hang()));

        Assert.Equal(new OperationOutcome.Succeeded(new Sum(5)), await OutcomeAsync(new Add(2, 3)));
        var failed = Assert.IsType<OperationOutcome.Failed>(await OutcomeAsync(new Fail("no such luck")));
        Assert.Equal("no such luck", failed.Message);
        var unsent = Assert.IsType<OperationOutcome.Failed>(await OutcomeAsync(new ReturnOddity()));
        Assert.Equal(OperationCodecs.ResultNotSent, unsent.Type);
        Assert.Contains("System.Uri", unsent.Message, StringComparison.Ordinal);
        var timedOut = await AskAsync(
            new ExecuteOperation(RequestId.New(), new Hang(), TimeSpan.FromMilliseconds(100))
        );
        Assert.IsType<OperationOutcome.TimedOut>(Assert.IsType<OperationCompleted>(timedOut).Outcome);

        _executor.Tell(new CancelOperation(hang));
        var cancelled = Assert.IsType<OperationCompleted>(await hanging);
        Assert.Equal(new OperationOutcome.Cancelled(Abandoned: false), cancelled.Outcome);
    }

    [Fact]
    public async Task Should_name_the_operation_when_the_other_node_does_not_know_it()
    {
        var unheard = Assert.IsType<OperationRejected>(
            await AskAsync(new ExecuteOperation(RequestId.New(), new Unheard()))
        );
        var uncoded = Assert.IsType<OperationRejected>(
            await AskAsync(new ExecuteOperation(RequestId.New(), new NeverRegistered()))
        );

        Assert.Equal(RejectReason.InvalidSpec, unheard.Reason);
        Assert.Contains(
            "'unheard': no codec is registered for it on this node",
            unheard.Message,
            StringComparison.Ordinal
        );
        Assert.Equal(RejectReason.InvalidSpec, uncoded.Reason);
        Assert.Contains(nameof(NeverRegistered), uncoded.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_keep_order_and_index_when_a_batch_runs_on_another_node()
    {
        IReadOnlyList<IOperation> operations =
        [
            .. Enumerable
                .Range(0, 1000)
                .Select(index => index % 10 == 9 ? (IOperation)new Fail($"{index}") : new Add(index, 1)),
        ];

        var batch = await _executor.Ask<BatchCompleted>(
            new ExecuteOperations(RequestId.New(), operations),
            FuzzingMember.Patience
        );

        Assert.Equal(
            Enumerable.Range(0, 1000).Where(index => index % 10 != 9).Select(index => (index, new Sum(index + 1))),
            batch.Results.Select(result => (result.Index, (Sum)result.Value!))
        );
        Assert.Equal(
            Enumerable.Range(0, 100).Select(tenth => (tenth * 10 + 9, $"{tenth * 10 + 9}")),
            batch.Errors.Select(error => (error.Index, error.Message))
        );
    }

    private Task<IExecuteReply> AskAsync(ExecuteOperation execute) =>
        _executor.Ask<IExecuteReply>(execute, FuzzingMember.Patience);

    private async Task<OperationOutcome> OutcomeAsync(IOperation operation) =>
        Assert.IsType<OperationCompleted>(await AskAsync(new ExecuteOperation(RequestId.New(), operation))).Outcome;

    private sealed record NeverRegistered : IOperation;
}
