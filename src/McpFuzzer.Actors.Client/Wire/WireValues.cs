using System.Runtime.CompilerServices;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Client.Wire;

/// <summary>Converts single values to the wire and back.</summary>
internal static class WireValues
{
    public static ProcessKey Key(bool has, string value) => new(has ? value : throw Missing("the key"));

    public static ProcessKey? KeyOrNull(bool has, string value) => has ? new ProcessKey(value) : null;

    public static RequestId Request(bool has, string value) => new(has ? value : throw Missing("the request id"));

    public static RequestId? RequestOrNull(bool has, string value) => has ? new RequestId(value) : null;

    public static TimeSpan? SpanOrNull(bool has, long ticks) => has ? TimeSpan.FromTicks(ticks) : null;

    /// <summary>Returns a required value.</summary>
    public static T Given<T>(T? value, string name)
        where T : class => value ?? throw Missing(name);

    public static WireFormatException Missing(string name) => new($"{name} is missing");

    public static Proto.Moment ToWire(this DateTimeOffset moment) =>
        new() { Ticks = moment.Ticks, OffsetMinutes = (int)moment.Offset.TotalMinutes };

    public static DateTimeOffset ToContract(this Proto.Moment? moment)
    {
        var (ticks, offset) = moment is null ? throw Missing("a moment") : (moment.Ticks, moment.OffsetMinutes);
        try
        {
            return new DateTimeOffset(ticks, TimeSpan.FromMinutes(offset));
        }
        catch (ArgumentException)
        {
            throw new WireFormatException($"{ticks} ticks at {offset} min is not a time");
        }
    }

    /// <summary>Returns the number on the wire: that of the contract plus one.</summary>
    public static TWire Write<TContract, TWire>(TContract value)
        where TContract : struct, Enum
        where TWire : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            throw new WireFormatException($"{value} is not a {typeof(TContract).Name}");
        }

        var number = Unsafe.As<TContract, int>(ref value) + 1;
        return Unsafe.As<int, TWire>(ref number);
    }

    /// <summary>Returns the contract's value; rejects an unknown one, for example of a later version.</summary>
    public static TContract Read<TWire, TContract>(TWire value)
        where TContract : struct, Enum
        where TWire : struct, Enum
    {
        var number = Unsafe.As<TWire, int>(ref value) - 1;
        var contract = Unsafe.As<int, TContract>(ref number);
        return Enum.IsDefined(contract)
            ? contract
            : throw new WireFormatException(
                number < 0
                    ? $"{typeof(TContract).Name} is missing"
                    : $"{typeof(TContract).Name} has no value {number + 1} here"
            );
    }
}
