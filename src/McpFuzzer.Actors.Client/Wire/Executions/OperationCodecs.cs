using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Akka.Actor.Setup;
using McpFuzzer.Actors.Contracts.Executions;

namespace McpFuzzer.Actors.Client.Wire.Executions;

/// <summary>
/// The codecs of a system's operations and results: a manifest and a pair of functions for each type. Both sides add
/// the same codecs; the side that runs the operations also registers their handlers. <see cref="WireSetup" /> passes
/// the codecs to the actor system. Nothing can be added after that.
/// </summary>
/// <remarks>
/// A result needs a codec unless it is null or a <see cref="bool" />, <see cref="int" />, <see cref="long" />, <see
/// cref="double" />, <see cref="string" />, <c>byte[]</c>, <see cref="TimeSpan" /> or <see cref="DateTimeOffset" />. A
/// result without a codec arrives as <see cref="OperationOutcome.Failed" /> of type <see cref="ResultNotSent" />.
/// </remarks>
public sealed class OperationCodecs
{
    /// <summary>The failure type of a successful operation whose result could not be sent or read.</summary>
    public const string ResultNotSent = "ResultNotSent";

    private const int LongestManifest = 128;

    private readonly Dictionary<Type, ValueCodec> _operations = [];
    private readonly Dictionary<Type, ValueCodec> _results = [];

    /// <summary>Adds operations of a type as JSON, by source-generated metadata (no reflection).</summary>
    /// <param name="manifest">The permanent name of the type on the wire, 1 to 128 characters. It must not change when
    /// the type is renamed.</param>
    /// <param name="json">From a <c>JsonSerializerContext</c>.</param>
    /// <typeparam name="TOperation">Exactly this type; a derived type needs its own codec.</typeparam>
    /// <exception cref="ArgumentException">The manifest or the type already has a codec, or the manifest is too short
    /// or too long.</exception>
    /// <returns>The same object.</returns>
    public OperationCodecs Add<TOperation>(string manifest, JsonTypeInfo<TOperation> json)
        where TOperation : class, IOperation => Add(manifest, WriterOf(json), ReaderOf(json));

    /// <summary>Adds operations of a type, by two thread-safe functions.</summary>
    /// <param name="manifest">The permanent name of the type on the wire, 1 to 128 characters.</param>
    /// <param name="write">Writes an operation. Its exception becomes an <see cref="OperationRejected" /> for the
    /// sender.</param>
    /// <param name="read">Reads an operation from bytes of another node. It throws to reject invalid bytes, and the
    /// sender gets the reason.</param>
    /// <typeparam name="TOperation">Exactly this type.</typeparam>
    /// <exception cref="ArgumentException">The manifest or the type already has a codec, or the manifest is too short
    /// or too long.</exception>
    /// <returns>The same object.</returns>
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

    /// <summary>Adds results of a type as JSON, by source-generated metadata.</summary>
    /// <param name="manifest">The permanent name of the type on the wire, 1 to 128 characters. Operations and results
    /// do not share their names.</param>
    /// <param name="json">From a <c>JsonSerializerContext</c>.</param>
    /// <typeparam name="TResult">Exactly this type.</typeparam>
    /// <exception cref="ArgumentException">The manifest or the type already has a codec, or the manifest is too short
    /// or too long.</exception>
    /// <returns>The same object.</returns>
    public OperationCodecs AddResult<TResult>(string manifest, JsonTypeInfo<TResult> json)
        where TResult : notnull => AddResult(manifest, WriterOf(json), ReaderOf(json));

    /// <summary>Adds results of a type, by two thread-safe functions.</summary>
    /// <param name="manifest">The permanent name of the type on the wire, 1 to 128 characters.</param>
    /// <param name="write">Writes a result.</param>
    /// <param name="read">Reads a result.</param>
    /// <typeparam name="TResult">Exactly this type.</typeparam>
    /// <exception cref="ArgumentException">The manifest or the type already has a codec, or the manifest is too short
    /// or too long.</exception>
    /// <returns>The same object.</returns>
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
        bytes => JsonSerializer.Deserialize(bytes.Span, json) ?? throw new JsonException("null is not allowed here");

    internal sealed record ValueCodec(
        string Manifest,
        Func<object, byte[]> Write,
        Func<ReadOnlyMemory<byte>, object> Read
    );

    /// <summary>Returns the codecs so far, by type and by manifest.</summary>
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

/// <summary>
/// Passes <see cref="OperationCodecs" /> to an actor system. Without it, no operation can cross the wire.
/// </summary>
/// <param name="codecs">The codecs, as of the start of the system.</param>
public sealed class WireSetup(OperationCodecs codecs) : Setup
{
    internal OperationCodecs Codecs { get; } = codecs ?? throw new ArgumentNullException(nameof(codecs));
}
