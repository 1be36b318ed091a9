using System.Reflection;
using System.Text;
using McpFuzzer.Actors.Client.Wire.Executions;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Client.Tests.Wire;

/// <summary>
/// Generates values of any message. Each part depends on the seed and on its path, so a field that is added to a
/// contract does not change the others.
/// </summary>
internal sealed class Arbitrary(int seed)
{
    // Not thread-safe.
    private readonly NullabilityInfoContext _nullability = new();

    /// <summary>False leaves out everything optional.</summary>
    public bool MayLack { get; init; } = true;

    public object Make(Type type) => Make(type, type.Name)!;

    private object? Make(Type type, string path)
    {
        var random = new Random(Hash(path));
        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            return Lacks(random) ? null : Make(value, path);
        }

        return type switch
        {
            _ when type == typeof(string) => MayLack ? Text(random) : path,
            _ when type == typeof(bool) => !MayLack || random.Next(2) == 0,
            _ when type == typeof(int) => Whole(random),
            _ when type == typeof(long) => (long)Whole(random) << random.Next(33),
            _ when type == typeof(double) => random.NextDouble() * 1000,
            _ when type == typeof(TimeSpan) => TimeSpan.FromTicks((long)Whole(random) << random.Next(31)),
            _ when type == typeof(DateTimeOffset) => new DateTimeOffset(
                random.NextInt64(DateTime.UnixEpoch.Ticks, 3 * DateTime.UnixEpoch.Ticks / 2),
                TimeSpan.FromMinutes(random.Next(-14 * 60, 14 * 60))
            ),
            _ when type == typeof(ReadOnlyMemory<byte>) => (ReadOnlyMemory<byte>)Bytes(random),
            _ when type == typeof(ActivitySources) => (ActivitySources)random.Next(8),
            _ when type == typeof(object) => ResultValue(random),
            { IsEnum: true } => Enum.GetValues(type).GetValue(random.Next(Enum.GetValues(type).Length)),
            { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) => List(
                type.GetGenericArguments()[0],
                path,
                random
            ),
            { IsGenericType: true } => Map(type.GetGenericArguments(), path, random),
            { IsAbstract: true } => Make(OneOf(type, random), path),
            _ => Record(type, path),
        };
    }

    private object Record(Type type, string path)
    {
        var constructor = type.GetConstructors().OrderByDescending(made => made.GetParameters().Length).First();
        var arguments = constructor
            .GetParameters()
            .Select(parameter =>
                Part(parameter.ParameterType, $"{path}.{parameter.Name}", _nullability.Create(parameter).WriteState)
            )
            .ToArray();
        var record = constructor.Invoke(arguments);
        var given = constructor.GetParameters().Select(parameter => parameter.Name);
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.CanWrite && !given.Contains(property.Name))
            {
                property.SetValue(
                    record,
                    Part(property.PropertyType, $"{path}.{property.Name}", _nullability.Create(property).WriteState)
                );
            }
        }

        return record;
    }

    private object? Part(Type type, string path, NullabilityState state) =>
        !type.IsValueType && state == NullabilityState.Nullable && Lacks(new Random(Hash(path + "?")))
            ? null
            : Make(type, path);

    private Array List(Type of, string path, Random random)
    {
        var list = Array.CreateInstance(of, MayLack ? random.Next(4) : 2);
        for (var index = 0; index < list.Length; index++)
        {
            list.SetValue(Make(of, $"{path}[{index}]"), index);
        }

        return list;
    }

    private object Map(Type[] types, string path, Random random)
    {
        var map = (System.Collections.IDictionary)
            Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(types))!;
        for (var index = MayLack ? random.Next(4) : 2; index > 0; index--)
        {
            var key = Make(types[0], $"{path}<{index}>")!;
            map[key] = types[1] == typeof(string) && index == 1 ? null : Make(types[1], $"{path}[{index}]");
        }

        return map;
    }

    private static Type OneOf(Type type, Random random)
    {
        var all = type.IsAssignableTo(typeof(IOperation)) ? [typeof(Sum)] : Cases.Of(type);
        return all[random.Next(all.Count)];
    }

    private object? ResultValue(Random random) =>
        random.Next(MayLack ? 11 : 10) switch
        {
            0 => true,
            1 => Whole(random),
            2 => (long)Whole(random),
            3 => random.NextDouble(),
            4 => Text(random),
            5 => Bytes(random),
            6 => TimeSpan.FromTicks(Whole(random)),
            7 => DateTimeOffset.UnixEpoch.AddSeconds(Whole(random)).ToOffset(TimeSpan.FromHours(random.Next(-9, 9))),
            8 or 9 => new Total(Whole(random)),
            _ => null,
        };

    private bool Lacks(Random random) => MayLack && random.Next(2) == 0;

    private int Whole(Random random) =>
        MayLack && random.Next(4) == 0 ? 0 : random.Next(int.MinValue, int.MaxValue) >> random.Next(31);

    private static byte[] Bytes(Random random)
    {
        var bytes = new byte[random.Next(1, 6)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static string Text(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => char.ConvertFromUtf32(random.Next(32, 0xD7FF))));

    private int Hash(string path)
    {
        // FNV-1a: the same on every machine and in every run.
        var hash = 2166136261 ^ (uint)seed;
        foreach (var unit in Encoding.UTF8.GetBytes(path))
        {
            hash = (hash ^ unit) * 16777619;
        }

        return (int)hash;
    }
}

/// <summary>An operation of the tests, and its result.</summary>
internal sealed record Sum(int Left, int Right) : IOperation
{
    public static OperationCodecs Codecs() =>
        new OperationCodecs()
            .Add(
                "sum",
                (Sum sum) => Encoding.UTF8.GetBytes($"{sum.Left},{sum.Right}"),
                bytes =>
                {
                    var parts = Encoding.UTF8.GetString(bytes.Span).Split(',');
                    return new Sum(int.Parse(parts[0]), int.Parse(parts[1]));
                }
            )
            .AddResult(
                "total",
                (Total total) => BitConverter.GetBytes(total.Value),
                bytes => new Total(BitConverter.ToInt32(bytes.Span))
            );
}

internal sealed record Total(int Value);
