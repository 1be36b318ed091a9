using System.Reflection;
using System.Runtime.Serialization;
using Akka.Actor;
using CsCheck;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Client.Wire;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Client.Tests.Wire;

public sealed class WireSerializerTests(WireKit kit) : IClassFixture<WireKit>
{
    private static readonly RequestId Request = new("r-1");

    public static TheoryData<string> Messages()
    {
        using var kit = new WireKit();
        return [.. kit.Serializer.Codecs.Select(codec => codec.Type.Name).Order(StringComparer.Ordinal)];
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void Should_be_the_same_when_a_message_has_crossed(string name)
    {
        var type = kit.Serializer.Codecs.Single(codec => codec.Type.Name == name).Type;

        Gen.Int.Sample(
            seed =>
            {
                var message = new Arbitrary(seed).Make(type);
                Same.Assert(message, kit.Cross(message), name);
            },
            iter: 200
        );
    }

    [Fact]
    public void Should_know_every_record_of_the_contracts_when_they_are_listed()
    {
        var messages = kit.Serializer.Codecs.Select(codec => codec.Type).ToHashSet();
        var known = new HashSet<Type>();
        foreach (var message in messages)
        {
            AddWithParts(message, known);
        }

        Assert.DoesNotContain(Cases.Records, record => !known.Contains(record));
        Assert.DoesNotContain(Cases.Records, record => IsOfAProtocol(record) && !messages.Contains(record));
    }

    [Fact]
    public void Should_bind_every_message_when_a_system_takes_the_reference() =>
        Assert.All(
            kit.Serializer.Codecs,
            codec => Assert.IsType<WireSerializer>(kit.System.Serialization.FindSerializerForType(codec.Type))
        );

    [Fact]
    public void Should_have_short_manifests_that_differ_from_all_others_when_they_are_listed()
    {
        var manifests = kit.Serializer.Codecs.Select(codec => codec.Manifest).ToList();

        Assert.All(manifests, manifest => Assert.Matches("^[A-Za-z]{2,3}$", manifest));
        Assert.Equal(manifests.Count, manifests.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Should_name_its_enums_as_the_contracts_do_when_they_are_listed()
    {
        var pairs = typeof(WireEnums)
            .GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(method => method.Name == "ToWire" && method.ReturnType.IsEnum)
            .Select(method => (Contract: method.GetParameters()[0].ParameterType, Wire: method.ReturnType))
            .ToList();

        Assert.NotEmpty(pairs);
        Assert.All(
            pairs,
            pair =>
                Assert.Equal(
                    Enum.GetNames(pair.Contract).Prepend("Unspecified"),
                    Enum.GetNames(pair.Wire),
                    StringComparer.OrdinalIgnoreCase
                )
        );
    }

    [Fact]
    public void Should_reject_by_name_when_the_manifest_is_unknown()
    {
        var refused = Assert.Throws<SerializationException>(() => kit.Serializer.FromBinary([1, 2], "zz"));

        Assert.Contains("'zz'", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void Should_reject_or_read_a_message_and_never_throw_otherwise_when_the_bytes_are_cut_or_random(string name)
    {
        var codec = kit.Serializer.Codecs.Single(codec => codec.Type.Name == name);
        var whole = kit.Serializer.ToBinary(new Arbitrary(7) { MayLack = false }.Make(codec.Type));

        for (var length = 0; length < whole.Length; length++)
        {
            ReadOrReject(whole[..length], codec);
        }

        Gen.Byte.Array[0, 40].Sample(bytes => ReadOrReject(bytes, codec), iter: 500);
    }

    [Theory]
    [InlineData("ps", "", "the key is missing")]
    [InlineData("PS", "1201 61", "Spec is missing")]
    [InlineData("PK", "0A01 61 1012", "SignalScope is missing")]
    [InlineData("PK", "0A01 61 1012 1863", "SignalScope has no value 99 here")]
    [InlineData("xe", "0A01 61 1200", "the outcome of an operation is missing")]
    [InlineData("XC", "", "the request id is missing")]
    public void Should_report_what_is_missing_or_unknown_when_the_bytes_are_not_a_message(
        string manifest,
        string hex,
        string why
    )
    {
        var bytes = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

        var refused = Assert.Throws<SerializationException>(() => kit.Serializer.FromBinary(bytes, manifest));

        Assert.StartsWith($"manifest '{manifest}'", refused.Message, StringComparison.Ordinal);
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_read_known_fields_when_a_later_version_has_added_one()
    {
        // Field 2047, 7 bytes of text.
        byte[] added = [0xFA, 0x7F, 0x07, .. "unknown"u8];

        var read = kit.Serializer.FromBinary([.. kit.Serializer.ToBinary(new FindByPid(42)), .. added], "PF");

        Assert.Equal(new FindByPid(42), read);
    }

    [Fact]
    public void Should_arrive_as_a_rejection_when_a_command_carries_a_value_that_cannot_leave_its_node()
    {
        var attach = Undeliverable(kit.Cross(new AttachStdio(new ProcessKey("k"))));
        var execute = Undeliverable(kit.Cross(new Execute(Request, _ => ValueTask.FromResult<object?>(null))));

        Assert.Contains(
            "AttachStdio",
            Assert.IsType<CommandRejected>(attach.Rejection()).Message,
            StringComparison.Ordinal
        );
        Assert.Equal(Request, Assert.IsType<OperationRejected>(execute.Rejection()).RequestId);
    }

    [Fact]
    public void Should_arrive_as_a_rejection_when_a_value_of_a_command_is_missing()
    {
        var spec = Undeliverable(kit.Cross(new StartProcess(null!)));
        var scope = Undeliverable(kit.Cross(new SignalProcess(new ProcessKey("k"), 9, (SignalScope)77)));

        Assert.Equal("StartProcess cannot be sent: Spec is missing", spec.Why);
        Assert.Equal("SignalProcess cannot be sent: 77 is not a SignalScope", scope.Why);
    }

    [Fact]
    public void Should_hide_secrets_when_a_spec_cannot_be_sent()
    {
        var spec = new ProcessSpec
        {
            Command = ["serve", "--token", "s3cr3t-argument"],
            Environment = new Dictionary<string, string?> { ["PASSWORD"] = "s3cr3t-changed" },
            Stdin = (StdioMode)99,
        };

        var why = Undeliverable(kit.Cross(new StartProcess(spec))).Why;

        Assert.DoesNotContain("s3cr3t", why, StringComparison.Ordinal);
        Assert.Contains("99 is not a StdioMode", why, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_throw_when_the_type_is_not_in_the_contracts() =>
        Assert.Throws<SerializationException>(() => kit.Serializer.ToBinary(new Sum(1, 2)));

    private void ReadOrReject(byte[] bytes, MessageCodec codec)
    {
        try
        {
            var read = kit.Serializer.FromBinary(bytes, codec.Manifest);
            Assert.True(read.GetType() == codec.Type || read is UndeliverableCommand or Status.Failure);
        }
        catch (SerializationException refused)
        {
            Assert.Contains($"'{codec.Manifest}'", refused.Message, StringComparison.Ordinal);
        }
    }

    private static UndeliverableCommand Undeliverable(object message) => Assert.IsType<UndeliverableCommand>(message);

    private static bool IsOfAProtocol(Type type) =>
        type.GetInterfaces()
            .Any(face =>
                face.Assembly == typeof(CommandRejected).Assembly
                && (
                    face.Name.EndsWith("Command", StringComparison.Ordinal)
                    || face.Name.EndsWith("Reply", StringComparison.Ordinal)
                    || face.Name.EndsWith("Event", StringComparison.Ordinal)
                )
            );

    private static void AddWithParts(Type type, HashSet<Type> known)
    {
        foreach (var argument in type.GetGenericArguments())
        {
            AddWithParts(argument, known);
        }

        if (type.Assembly != typeof(CommandRejected).Assembly || !known.Add(type))
        {
            return;
        }

        foreach (var property in type.GetProperties())
        {
            AddWithParts(property.PropertyType, known);
        }

        if (type.IsAbstract && !type.IsInterface)
        {
            foreach (var one in Cases.Of(type))
            {
                AddWithParts(one, known);
            }
        }
    }
}
