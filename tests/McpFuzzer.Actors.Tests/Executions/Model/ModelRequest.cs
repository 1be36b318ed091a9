using McpFuzzer.Actors.Contracts;

namespace McpFuzzer.Actors.Tests.Executions.Model;

/// <summary>A command of a model run that runs operations, and its result.</summary>
internal sealed class ModelRequest(RequestId id, bool isBatch, IReadOnlyList<ModelOperation> operations, int retryCount)
{
    public RequestId Id => id;

    public bool IsBatch => isBatch;

    public IReadOnlyList<ModelOperation> Operations => operations;

    public int RetryCount => retryCount;

    /// <summary>How often a command of its kind was sent.</summary>
    public int Sent { get; set; } = 1;

    /// <summary>How often a command of another kind used its id.</summary>
    public int Misused { get; set; }

    public bool WasCancelled { get; set; }

    public bool HasTimeLimit { get; init; }

    public List<object> Replies { get; } = [];

    public bool IsAnswered => Replies.Count > 0;
}
