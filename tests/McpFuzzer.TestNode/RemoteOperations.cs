using System.Text.Json.Serialization;
using McpFuzzer.Actors.Client.Wire.Executions;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Hosting;

namespace McpFuzzer.TestNode;

/// <summary>Adds two numbers.</summary>
public sealed record Add(int Left, int Right) : IOperation;

/// <summary>What <see cref="Add" /> returns.</summary>
public sealed record Sum(int Value);

/// <summary>Fails with this message.</summary>
public sealed record Fail(string Message) : IOperation;

/// <summary>Ends only when it is cancelled.</summary>
public sealed record Hang : IOperation;

/// <summary>Returns a value without a codec.</summary>
public sealed record ReturnOddity : IOperation;

/// <summary>Has a codec at the sender, and none at the receiver.</summary>
public sealed record Unheard : IOperation;

/// <summary>The operations of the tests, on both sides.</summary>
public static class RemoteOperations
{
    /// <summary>Adds the codecs of the operations that the worker knows.</summary>
    public static OperationCodecs AddTo(OperationCodecs codecs) =>
        codecs
            .Add("add", RemoteOperationsJson.Default.Add)
            .Add("fail", RemoteOperationsJson.Default.Fail)
            .Add("hang", RemoteOperationsJson.Default.Hang)
            .Add("oddity", RemoteOperationsJson.Default.ReturnOddity)
            .AddResult("sum", RemoteOperationsJson.Default.Sum);

    /// <summary>Adds the codec of an operation that the worker does not know.</summary>
    public static OperationCodecs AddUnheardTo(OperationCodecs codecs) =>
        codecs.Add("unheard", RemoteOperationsJson.Default.Unheard);

    /// <summary>Adds the handlers.</summary>
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
