using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ModelContextProtocol;

namespace McpFuzzer.SampleServer.Tools;

/// <summary>
/// Tools with one planted bug each. <c>docs/sample-server.md</c> lists the bugs and the categories of their findings.
/// </summary>
internal static class BuggyTools
{
    /// <summary>Bug: the process ends when the divisor is 0, which the schema allows. <c>crash</c></summary>
    public static SampleTool Divide { get; } =
        new(
            "divide",
            "Divides one whole number by another.",
            """
            {
              "type": "object",
              "properties": {
                "dividend": { "type": "integer", "minimum": -1000, "maximum": 1000 },
                "divisor": { "type": "integer", "minimum": 0, "maximum": 1000 }
              },
              "required": ["dividend", "divisor"],
              "additionalProperties": false
            }
            """,
            arguments =>
            {
                var known = arguments.Only("dividend", "divisor");
                var dividend = known.Whole("dividend", -1_000, 1_000);
                var divisor = known.Whole("divisor", 0, 1_000);
                if (divisor == 0)
                {
                    // Ends like an unhandled exception, without the seconds that a core dump takes.
                    Console.Error.WriteLine("Unhandled exception: attempted to divide by zero");
#pragma warning disable RS0030 // The exit is the bug.
                    Environment.Exit(134);
#pragma warning restore RS0030
                }

                return Task.FromResult(SampleTool.Text($"{dividend / divisor}"));
            }
        );

    /// <summary>
    /// Bug: the last year of the calendar never releases the lock on the output, so that no request is answered from
    /// then on. <c>server-stuck</c>
    /// </summary>
    public static SampleTool Calendar(SharedOutput output) =>
        new(
            "calendar",
            "Says on which day of the week a year ends.",
            """
            {
              "type": "object",
              "properties": { "year": { "type": "integer", "minimum": 1, "maximum": 9999 } },
              "required": ["year"],
              "additionalProperties": false
            }
            """,
            async arguments =>
            {
                var year = (int)arguments.Only("year").Whole("year", 1, 9_999);
                await output.HoldAsync();
                if (year == 9_999)
                {
                    return SampleTool.Text("never sent");
                }

                output.Release();
                return SampleTool.Text(new DateTime(year, 12, 31).DayOfWeek.ToString());
            }
        );

    /// <summary>
    /// Bug: a reminder in 0 minutes waits for a timer that never fires. The server lives, but the reply never comes.
    /// <c>reply-lost</c>
    /// </summary>
    public static SampleTool Remind { get; } =
        new(
            "remind",
            "Sets a reminder.",
            """
            {
              "type": "object",
              "properties": {
                "text": { "type": "string", "maxLength": 100 },
                "minutes": { "type": "integer", "minimum": 0, "maximum": 100000 }
              },
              "required": ["text", "minutes"],
              "additionalProperties": false
            }
            """,
            async arguments =>
            {
                var known = arguments.Only("text", "minutes");
                _ = known.Text("text", 100);
                var minutes = known.Whole("minutes", 0, 100_000);
                if (minutes == 0)
                {
                    await new TaskCompletionSource().Task;
                }

                return SampleTool.Text($"reminder set, in {minutes} minutes");
            }
        );

    /// <summary>Bug: logs to stdout, between the lines of the protocol, when it freezes. <c>stdout-noise</c></summary>
    public static SampleTool Convert(SharedOutput output) =>
        new(
            "convert",
            "Turns degrees Celsius into Fahrenheit.",
            """
            {
              "type": "object",
              "properties": { "celsius": { "type": "number", "minimum": -273.15, "maximum": 10000 } },
              "required": ["celsius"],
              "additionalProperties": false
            }
            """,
            async arguments =>
            {
                var celsius = arguments.Only("celsius").Number("celsius", -273.15, 10_000);
                if (celsius < 0)
                {
                    await output.LogAsync("[debug] convert: it is freezing\n"u8.ToArray());
                }

                return SampleTool.Text(
                    string.Create(CultureInfo.InvariantCulture, $"{(celsius * 9 / 5) + 32} degrees Fahrenheit")
                );
            }
        );

    /// <summary>Bug: the highest number of rounds takes two and a half seconds. <c>reply-slow</c></summary>
    public static SampleTool Digest { get; } =
        new(
            "digest",
            "Hashes a text again and again.",
            """
            {
              "type": "object",
              "properties": {
                "text": { "type": "string", "maxLength": 100 },
                "rounds": { "type": "integer", "minimum": 1, "maximum": 1000 }
              },
              "required": ["text", "rounds"],
              "additionalProperties": false
            }
            """,
            async arguments =>
            {
                var known = arguments.Only("text", "rounds");
                var hash = Encoding.UTF8.GetBytes(known.Text("text", 100));
                var rounds = known.Whole("rounds", 1, 1_000);
                for (var round = 0; round < rounds; round++)
                {
                    hash = SHA256.HashData(hash);
                }

                if (rounds == 1_000)
                {
                    await Task.Delay(TimeSpan.FromSeconds(2.5), TimeProvider.System);
                }

                return SampleTool.Text(System.Convert.ToHexStringLower(hash));
            }
        );

    /// <summary>Bug: keeps 256 KiB of every call for ever. <c>memory-growth</c></summary>
    public static SampleTool Remember()
    {
        var kept = new List<byte[]>();
        return new SampleTool(
            "remember",
            "Remembers a note.",
            """
            {
              "type": "object",
              "properties": { "note": { "type": "string", "maxLength": 100 } },
              "required": ["note"],
              "additionalProperties": false
            }
            """,
            arguments =>
            {
                var note = Encoding.UTF8.GetBytes(arguments.Only("note").Text("note", 100));
                var page = GC.AllocateUninitializedArray<byte>(256 * 1024);
                Array.Fill(page, (byte)1);
                note.CopyTo(page, 0);
                lock (kept)
                {
                    kept.Add(page);
                    return Task.FromResult(SampleTool.Text($"{kept.Count} notes"));
                }
            }
        );
    }

    /// <summary>Bug: accepts every argument, against its own schema. <c>accepted-invalid</c></summary>
    public static SampleTool Rename { get; } =
        new(
            "rename",
            "Renames a note.",
            """
            {
              "type": "object",
              "properties": {
                "from": { "type": "string", "minLength": 1, "maxLength": 50 },
                "to": { "type": "string", "minLength": 1, "maxLength": 50 }
              },
              "required": ["from", "to"],
              "additionalProperties": false
            }
            """,
            arguments =>
                Task.FromResult(
                    SampleTool.Text($"renamed {arguments.Raw("from").Length} to {arguments.Raw("to").Length}")
                )
        );

    /// <summary>
    /// Bug: it looks an empty name up, and replies to the failure with an internal error. <c>internal-error</c>
    /// </summary>
    public static SampleTool Lookup { get; } =
        new(
            "lookup",
            "Finds a person by the first letter of a name.",
            """
            {
              "type": "object",
              "properties": { "name": { "type": "string", "minLength": 0, "maxLength": 50 } },
              "required": ["name"],
              "additionalProperties": false
            }
            """,
            arguments =>
            {
                var name = arguments.Only("name").Text("name", 50);
                try
                {
                    return Task.FromResult(SampleTool.Text($"nobody under {name[..1]}"));
                }
                catch (ArgumentOutOfRangeException failure)
                {
                    throw new McpProtocolException(failure.Message, failure, McpErrorCode.InternalError);
                }
            }
        );
}
