using McpFuzzer.Actors.Contracts;

namespace McpFuzzer.Actors.Tests.Executions.Model;

/// <summary>A command of a model run that wants something run, and what came of it.</summary>
internal sealed class ModelRequest(RequestId id, bool isBatch, IReadOnlyList<ModelOperation> operations, int retryCount)
{
    public RequestId Id => id;

    public bool IsBatch => isBatch;

    public IReadOnlyList<ModelOperation> Operations => operations;

    public int RetryCount => retryCount;

    /// <summary>How often it was asked for by a command of its kind.</summary>
    public int Asked { get; set; } = 1;

    /// <summary>How often its id was used for a command of another kind.</summary>
    public int Misused { get; set; }

    public bool WasCancelled { get; set; }

    public bool HasTimeLimit { get; init; }

    public List<object> Replies { get; } = [];

    public bool IsAnswered => Replies.Count > 0;
}
