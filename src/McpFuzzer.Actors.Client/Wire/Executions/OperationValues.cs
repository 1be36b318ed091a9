using Google.Protobuf;
using McpFuzzer.Actors.Contracts.Executions;
using static McpFuzzer.Actors.Client.Wire.WireValues;

namespace McpFuzzer.Actors.Client.Wire.Executions;

/// <summary>
/// Writes and reads operations and results by the codecs of a system. A missing codec is reported, never ignored.
/// </summary>
internal sealed class OperationValues(OperationCodecs codecs)
{
    private readonly OperationCodecs.ValueTable _operations = codecs.Operations();
    private readonly OperationCodecs.ValueTable _results = codecs.Results();

    public Proto.Operation Write(IOperation operation)
    {
        if (operation is UnknownOperation unknown)
        {
            return NotSent(unknown.Manifest, unknown.Why);
        }

        var type = Given(operation, "an operation").GetType();
        if (_operations.Of(type) is not { } codec)
        {
            return NotSent(type.ToString(), "no codec is registered for this type where it was sent");
        }

        try
        {
            return new Proto.Operation { Encoded = Encode(codec, operation) };
        }
        catch (Exception fault)
        {
            return NotSent(codec.Manifest, $"its codec cannot write it: {OneLine(fault)}");
        }
    }

    public IOperation Read(Proto.Operation wire)
    {
        switch (wire.OperationCase)
        {
            case Proto.Operation.OperationOneofCase.Undeliverable:
                return new UnknownOperation(wire.Undeliverable.Type, wire.Undeliverable.Why);
            case Proto.Operation.OperationOneofCase.Encoded when _operations.Of(wire.Encoded.Manifest) is not { } codec:
                return new UnknownOperation(wire.Encoded.Manifest, "no codec is registered for it on this node");
            case Proto.Operation.OperationOneofCase.Encoded:
                try
                {
                    return (IOperation)_operations.Of(wire.Encoded.Manifest)!.Read(wire.Encoded.Bytes.Memory);
                }
                catch (Exception fault)
                {
                    return new UnknownOperation(
                        wire.Encoded.Manifest,
                        $"its codec on this node cannot read it: {OneLine(fault)}"
                    );
                }

            default:
                throw Missing("an operation");
        }
    }

    /// <summary>Returns the wire's value, or the failure.</summary>
    public (Proto.Value? Value, string? Failure) TryWrite(object? value)
    {
        switch (value)
        {
            case null:
                return (new Proto.Value { Null = new Proto.Nothing() }, null);
            case bool truth:
                return (new Proto.Value { Truth = truth }, null);
            case int number:
                return (new Proto.Value { Int32 = number }, null);
            case long number:
                return (new Proto.Value { Int64 = number }, null);
            case double number:
                return (new Proto.Value { Number = number }, null);
            case string text:
                return (new Proto.Value { Text = text }, null);
            case byte[] bytes:
                return (new Proto.Value { Bytes = ByteString.CopyFrom(bytes) }, null);
            case TimeSpan span:
                return (new Proto.Value { DurationTicks = span.Ticks }, null);
            case DateTimeOffset moment:
                return (new Proto.Value { Moment = moment.ToWire() }, null);
        }

        if (_results.Of(value.GetType()) is not { } codec)
        {
            return (null, $"it succeeded, and no codec is registered for its result, a {value.GetType()}");
        }

        try
        {
            return (new Proto.Value { Encoded = Encode(codec, value) }, null);
        }
        catch (Exception fault)
        {
            return (null, $"it succeeded, and the codec '{codec.Manifest}' cannot write its result: {OneLine(fault)}");
        }
    }

    /// <summary>Returns the value, or the failure.</summary>
    public (object? Value, string? Failure) TryRead(Proto.Value? wire)
    {
        switch (wire?.ValueCase)
        {
            case Proto.Value.ValueOneofCase.Null:
                return (null, null);
            case Proto.Value.ValueOneofCase.Truth:
                return (wire.Truth, null);
            case Proto.Value.ValueOneofCase.Int32:
                return (wire.Int32, null);
            case Proto.Value.ValueOneofCase.Int64:
                return (wire.Int64, null);
            case Proto.Value.ValueOneofCase.Number:
                return (wire.Number, null);
            case Proto.Value.ValueOneofCase.Text:
                return (wire.Text, null);
            case Proto.Value.ValueOneofCase.Bytes:
                return (wire.Bytes.ToByteArray(), null);
            case Proto.Value.ValueOneofCase.DurationTicks:
                return (TimeSpan.FromTicks(wire.DurationTicks), null);
            case Proto.Value.ValueOneofCase.Moment:
                return (wire.Moment.ToContract(), null);
            case Proto.Value.ValueOneofCase.Encoded:
                return TryDecode(wire.Encoded);
            default:
                throw Missing("a value");
        }
    }

    private (object? Value, string? Failure) TryDecode(Proto.Encoded encoded)
    {
        if (_results.Of(encoded.Manifest) is not { } codec)
        {
            return (null, $"it succeeded, and no codec is registered here for its result '{encoded.Manifest}'");
        }

        try
        {
            return (codec.Read(encoded.Bytes.Memory), null);
        }
        catch (Exception fault)
        {
            return (null, $"it succeeded, and the codec '{codec.Manifest}' cannot read its result: {OneLine(fault)}");
        }
    }

    private static Proto.Encoded Encode(OperationCodecs.ValueCodec codec, object value) =>
        new() { Manifest = codec.Manifest, Bytes = ByteString.CopyFrom(codec.Write(value)) };

    private static Proto.Operation NotSent(string name, string why) =>
        new()
        {
            Undeliverable = new Proto.Undeliverable { Type = name, Why = why },
        };

    private static string OneLine(Exception fault) =>
        $"{fault.GetType().Name}: {fault.Message.ReplaceLineEndings(" ")}";
}
