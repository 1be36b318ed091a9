using Akka.Actor;
using Google.Protobuf;

namespace McpFuzzer.Actors.Clusters.Guards;

/// <summary>
/// A Status.Failure on the wire: the type of its cause as text, and its message. Akka's own serializer creates an
/// object of any type that the bytes name, by its constructor for deserialization.
/// </summary>
internal static class FailureAsText
{
    // WireFormats.proto: StatusFailure.cause, ExceptionData.typeName and .message, length-delimited.
    private const uint Cause = 10;
    private const uint TypeName = 10;
    private const uint Message = 18;

    public static Status.Failure Read(byte[] bytes)
    {
        var (type, message) = ("", "");
        var input = new CodedInputStream(bytes);
        while (input.ReadTag() is var tag and not 0)
        {
            if (tag == Cause)
            {
                (type, message) = ReadCause(input.ReadBytes().CreateCodedInput());
            }
            else
            {
                input.SkipLastField();
            }
        }

        return new Status.Failure(new InvalidOperationException(type.Length > 0 ? $"{type}: {message}" : message));
    }

    /// <summary>Returns a failure that is read without reflection and carries no stack trace.</summary>
    public static Status.Failure Of(Status.Failure failure) =>
        new(new InvalidOperationException($"{failure.Cause?.GetType().Name}: {failure.Cause?.Message}"));

    private static (string Type, string Message) ReadCause(CodedInputStream input)
    {
        var (type, message) = ("", "");
        while (input.ReadTag() is var tag and not 0)
        {
            switch (tag)
            {
                case TypeName:
                    type = input.ReadString().Split(',')[0];
                    break;
                case Message:
                    message = input.ReadString();
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }

        return (type, message);
    }
}
