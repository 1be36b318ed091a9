using System.Text.Json.Serialization;
using McpFuzzer.Actors.Client.Wire.Executions;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Hosting;

namespace McpFuzzer.TestNode;

/// <summary>Adds.</summary>
public sealed record Add(int Left, int Right) : IOperation;

/// <summary>What <see cref="Add" /> returns.</summary>
public sealed record Sum(int Value);

/// <summary>Fails, says so with this message.</summary>
public sealed record Fail(string Message) : IOperation;

/// <summary>Never ends by itself.</summary>
public sealed record Hang : IOperation;

/// <summary>Returns what has no codec.</summary>
public sealed record ReturnOddity : IOperation;

/// <summary>Has a codec where it is sent, and none where it arrives.</summary>
public sealed record Unheard : IOperation;

/// <summary>The operations of the tests, on both sides.</summary>
public static class RemoteOperations
{
    /// <summary>All that the worker knows.</summary>
    public static OperationCodecs AddTo(OperationCodecs codecs) =>
        codecs
            .Add("add", RemoteOperationsJson.Default.Add)
            .Add("fail", RemoteOperationsJson.Default.Fail)
            .Add("hang", RemoteOperationsJson.Default.Hang)
            .Add("oddity", RemoteOperationsJson.Default.ReturnOddity)
            .AddResult("sum", RemoteOperationsJson.Default.Sum);

    /// <summary>One more, that the worker has never heard of.</summary>
    public static OperationCodecs AddUnheardTo(OperationCodecs codecs) =>
        codecs.Add("unheard", RemoteOperationsJson.Default.Unheard);

    /// <summary>What runs them.</summary>
    public static void AddTo(OperationHandlers handlers) =>
        handlers
            .Add<Add>((add, _) => ValueTask.FromResult<object?>(new Sum(add.Left + add.Right)))
            .Add<Fail>((fail, _) => throw new InvalidOperationException(fail.Message))
            .Add<Hang>(
                async (_, cancellation) =>
                {
                    await Task.Delay(Timeout.Infinite, cancellation);
                    return null;
                }
            )
            .Add<ReturnOddity>((_, _) => ValueTask.FromResult<object?>(new Uri("urn:odd")));
}

[JsonSerializable(typeof(Add))]
[JsonSerializable(typeof(Sum))]
[JsonSerializable(typeof(Fail))]
[JsonSerializable(typeof(Hang))]
[JsonSerializable(typeof(ReturnOddity))]
[JsonSerializable(typeof(Unheard))]
internal sealed partial class RemoteOperationsJson : JsonSerializerContext;
