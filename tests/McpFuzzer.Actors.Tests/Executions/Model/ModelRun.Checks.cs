using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;

namespace McpFuzzer.Actors.Tests.Executions.Model;

/// <summary>The expectations for replies, and for the end of a run.</summary>
internal sealed partial class ModelRun
{
    private bool IsWaitingAlone(ModelOperation operation) =>
        !operation.IsActive
        && _requests.Find(request => request.Operations.Contains(operation)) is { IsBatch: false, IsAnswered: false };

    private RejectReason? ExpectedRejection(int waiting, IReadOnlyList<ModelRequest> before)
    {
        var abandoned = before
            .SelectMany(request => request.Operations)
            .Count(operation => operation.IsActive && IsGivenUp(operation));
        return _shutdowns > 0 ? RejectReason.ShuttingDown
            : waiting >= settings.QueueCapacity || abandoned >= settings.AbandonedLimitOf(_bound)
                ? RejectReason.Overloaded
            : null;
    }

    private static void CheckRejection(ModelRequest request, RejectReason? expected)
    {
        if (expected is { } reason)
        {
            Assert.Equal(reason, Assert.IsType<OperationRejected>(Assert.Single(request.Replies)).Reason);
        }
        else if (!request.IsBatch)
        {
            Assert.DoesNotContain(request.Replies, reply => reply is OperationRejected);
        }
    }

    private void Check()
    {
        foreach (var request in _requests)
        {
            Assert.Equal((request.Sent, 0), (request.Replies.Count, request.Misused));
            Assert.All(request.Replies, reply => Assert.Same(request.Replies[0], reply));
            ModelOutcomes.Check(request, isShutDown: _shutdowns > 0);
        }

        Assert.Equal((_shutdowns, _resizes), (StoppedReplies(), Replies.Count - _shutdowns));
        var left = Operations.Where(operation => operation.IsActive).ToArray();
        Assert.Equal((0, 0, 0, left.Length), Work());
        Array.ForEach(left, operation => operation.Return());
        Assert.Equal((0, 0, 0, 0), Work());
    }

    private (int Running, int Queued, int BackingOff, int Abandoned) Work()
    {
        _executor.Tell(new GetExecutorStats(), _sender);
        var stats = (ExecutorStats)Replies[^1];
        Replies.RemoveAt(Replies.Count - 1);
        return (stats.Running, stats.Queued, stats.BackingOff, stats.Abandoned);
    }
}
