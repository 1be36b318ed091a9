using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Akka.Actor.Setup;
using McpFuzzer.Actors.Contracts.Executions;

namespace McpFuzzer.Actors.Client.Wire.Executions;

/// <summary>
/// How the operations of a system cross the wire, and what they return: a name and a pair of functions for each type. Both sides add the same; the side that runs them registers their
/// handlers beside it. It is given to the actor system by <see cref="WireSetup" />, from when on nothing can be added.
/// </summary>
/// <remarks>
/// What an operation returns needs a codec of its own unless it is null or a <see cref="bool" />, <see cref="int" />, <see cref="long" />, <see cref="double" />, <see cref="string" />,
/// <c>byte[]</c>, <see cref="TimeSpan" /> or <see cref="DateTimeOffset" />. A result without one arrives as <see cref="OperationOutcome.Failed" /> of type
/// <see cref="ResultNotSent" />, which says so.
/// </remarks>
public sealed class OperationCodecs
{
    /// <summary>The type of the failure of an operation that succeeded and whose result could not be sent, or not be read.</summary>
    public const string ResultNotSent = "ResultNotSent";

    private const int LongestManifest = 128;

    private readonly Dictionary<Type, ValueCodec> _operations = [];
    private readonly Dictionary<Type, ValueCodec> _results = [];

    /// <summary>Operations of a type, as JSON by source-generated metadata (no reflection).</summary>
    /// <param name="manifest">Names the type on the wire, for good: 1 to 128 characters. It shall not follow the name of the type when that changes.</param>
    /// <param name="json">Of a <c>JsonSerializerContext</c>.</param>
    /// <typeparam name="TOperation">Exactly this type; one derived from it has a codec of its own.</typeparam>
    /// <exception cref="ArgumentException">The manifest or the type has a codec already, or the manifest is out of its range.</exception>
    /// <returns>The same.</returns>
    public OperationCodecs Add<TOperation>(string manifest, JsonTypeInfo<TOperation> json)
        where TOperation : class, IOperation => Add(manifest, WriterOf(json), ReaderOf(json));

    /// <summary>Operations of a type, by two functions that may be called on any thread.</summary>
    /// <param name="manifest">Names the type on the wire, for good: 1 to 128 characters.</param>
    /// <param name="write">The bytes of an operation. What it throws is told to the asker, by <see cref="OperationRejected" />.</param>
    /// <param name="read">The operation of bytes, which come from another node: what they cannot be is refused by throwing, and told to the asker.</param>
    /// <typeparam name="TOperation">Exactly this type.</typeparam>
    /// <exception cref="ArgumentException">The manifest or the type has a codec already, or the manifest is out of its range.</exception>
    /// <returns>The same.</returns>
    public OperationCodecs Add<TOperation>(
        string manifest,
        Func<TOperation, byte[]> write,
        Func<ReadOnlyMemory<byte>, TOperation> read
    )
        where TOperation : class, IOperation
    {
        Add(_operations, manifest, write, read);
        return this;
    }

    /// <summary>Results of a type, as JSON by source-generated metadata.</summary>
    /// <param name="manifest">Names the type on the wire, for good: 1 to 128 characters. Operations and results do not share their names.</param>
    /// <param name="json">Of a <c>JsonSerializerContext</c>.</param>
    /// <typeparam name="TResult">Exactly this type.</typeparam>
    /// <exception cref="ArgumentException">The manifest or the type has a codec already, or the manifest is out of its range.</exception>
    /// <returns>The same.</returns>
    public OperationCodecs AddResult<TResult>(string manifest, JsonTypeInfo<TResult> json)
        where TResult : notnull => AddResult(manifest, WriterOf(json), ReaderOf(json));

    /// <summary>Results of a type, by two functions that may be called on any thread.</summary>
    /// <param name="manifest">Names the type on the wire, for good: 1 to 128 characters.</param>
    /// <param name="write">The bytes of a result.</param>
    /// <param name="read">The result of bytes.</param>
    /// <typeparam name="TResult">Exactly this type.</typeparam>
    /// <exception cref="ArgumentException">The manifest or the type has a codec already, or the manifest is out of its range.</exception>
    /// <returns>The same.</returns>
    public OperationCodecs AddResult<TResult>(
        string manifest,
        Func<TResult, byte[]> write,
        Func<ReadOnlyMemory<byte>, TResult> read
    )
        where TResult : notnull
    {
        Add(_results, manifest, write, read);
        return this;
    }

    internal ValueTable Operations() => new(_operations);

    internal ValueTable Results() => new(_results);

    private static void Add<T>(
        Dictionary<Type, ValueCodec> table,
        string manifest,
        Func<T, byte[]> write,
        Func<ReadOnlyMemory<byte>, T> read
    )
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(write);
        ArgumentNullException.ThrowIfNull(read);
        if (manifest is not { Length: >= 1 and <= LongestManifest })
        {
            throw new ArgumentException($"'{manifest}': must have 1 to {LongestManifest} characters", nameof(manifest));
        }

        if (table.Values.Any(codec => codec.Manifest == manifest))
        {
            throw new ArgumentException($"'{manifest}' names a type already", nameof(manifest));
        }

        if (!table.TryAdd(typeof(T), new ValueCodec(manifest, value => write((T)value), bytes => read(bytes))))
        {
            throw new ArgumentException($"{typeof(T)} has a codec already", nameof(manifest));
        }
    }

    private static Func<T, byte[]> WriterOf<T>(JsonTypeInfo<T> json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return value => JsonSerializer.SerializeToUtf8Bytes(value, json);
    }

    private static Func<ReadOnlyMemory<byte>, T> ReaderOf<T>(JsonTypeInfo<T> json) =>
        bytes => JsonSerializer.Deserialize(bytes.Span, json) ?? throw new JsonException("null is no value here");

    internal sealed record ValueCodec(
        string Manifest,
        Func<object, byte[]> Write,
        Func<ReadOnlyMemory<byte>, object> Read
    );

    /// <summary>What was added until now, by type and by manifest.</summary>
    internal sealed class ValueTable(IReadOnlyDictionary<Type, ValueCodec> codecs)
    {
        private readonly FrozenDictionary<Type, ValueCodec> _byType = codecs.ToFrozenDictionary();
        private readonly FrozenDictionary<string, ValueCodec> _byManifest = codecs.Values.ToFrozenDictionary(codec =>
            codec.Manifest
        );

        public ValueCodec? Of(Type type) => _byType.GetValueOrDefault(type);

        public ValueCodec? Of(string manifest) => _byManifest.GetValueOrDefault(manifest);
    }
}

/// <summary>Gives an actor system its <see cref="OperationCodecs" />; without it no operation can cross the wire.</summary>
/// <param name="codecs">As they are when the system starts.</param>
public sealed class WireSetup(OperationCodecs codecs) : Setup
{
    internal OperationCodecs Codecs { get; } = codecs ?? throw new ArgumentNullException(nameof(codecs));
}
