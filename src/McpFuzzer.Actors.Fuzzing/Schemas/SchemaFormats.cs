using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace McpFuzzer.Actors.Fuzzing.Schemas;

/// <summary>The formats of JSON Schema: plain values for each, and a check for them.</summary>
internal static partial class SchemaFormats
{
    private static readonly Dictionary<string, string[]> Plain = new(StringComparer.Ordinal)
    {
        ["date-time"] = ["2024-02-29T12:30:45Z", "1970-01-01T00:00:00Z", "2038-01-19T03:14:08.5+01:00"],
        ["date"] = ["2024-02-29", "1970-01-01", "9999-12-31"],
        ["time"] = ["12:30:45Z", "00:00:00Z", "23:59:59+01:00"],
        ["duration"] = ["P1D", "PT5M", "P1Y2M3DT4H5M6S"],
        ["email"] = ["user@example.com", "a.b+c@example.org"],
        ["idn-email"] = ["user@example.com"],
        ["hostname"] = ["example.com", "localhost", "a-b.example.org"],
        ["idn-hostname"] = ["example.com"],
        ["ipv4"] = ["127.0.0.1", "0.0.0.0", "255.255.255.255"],
        ["ipv6"] = ["::1", "2001:db8::8a2e:370:7334"],
        ["uri"] = ["https://example.com/", "https://example.com/a/b?c=d#e", "urn:example:a"],
        ["url"] = ["https://example.com/", "https://example.com/a/b?c=d#e"],
        ["uri-reference"] = ["/a/b", "https://example.com/"],
        ["iri"] = ["https://example.com/"],
        ["iri-reference"] = ["/a/b"],
        ["uuid"] = ["123e4567-e89b-42d3-a456-426614174000", "00000000-0000-4000-8000-000000000000"],
        ["json-pointer"] = ["/a/b", ""],
        ["relative-json-pointer"] = ["0", "1/a"],
        ["regex"] = ["^a+$", "[0-9]*"],
        ["byte"] = ["aGVsbG8="],
        ["uri-template"] = ["https://example.com/{id}"],
    };

    /// <summary>Returns values that every reader accepts for the format; empty for an unknown format.</summary>
    public static IReadOnlyList<string> PlainValues(string format) => Plain.GetValueOrDefault(format, []);

    /// <summary>
    /// Returns whether the string certainly has the format. Unusual strings and unknown formats are uncertain.
    /// </summary>
    public static bool Fits(string format, string text) =>
        PlainValues(format).Contains(text, StringComparer.Ordinal)
        || format switch
        {
            "date-time" => DateTime().IsMatch(text) && IsDate(text[..10]),
            "date" => Date().IsMatch(text) && IsDate(text),
            "email" => Email().IsMatch(text),
            "hostname" => Hostname().IsMatch(text),
            "ipv4" => IPAddress.TryParse(text, out var four)
                && four.AddressFamily == AddressFamily.InterNetwork
                && four.ToString() == text,
            "ipv6" => IPAddress.TryParse(text, out var six)
                && six.AddressFamily == AddressFamily.InterNetworkV6
                && six.ToString() == text,
            "uuid" => Uuid().IsMatch(text),
            "uri" or "url" => Web().IsMatch(text),
            _ => false,
        };

    private static bool IsDate(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    [GeneratedRegex(
        @"\A[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,3})?Z\z",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex DateTime();

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\z")]
    private static partial Regex Date();

    [GeneratedRegex(@"\A[a-z0-9]{1,32}@[a-z0-9]{1,32}\.(com|org|net)\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Email();

    [GeneratedRegex(@"\A[a-z][a-z0-9]{0,32}(\.[a-z][a-z0-9]{0,32})*\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Hostname();

    [GeneratedRegex(@"\A[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\z")]
    private static partial Regex Uuid();

    [GeneratedRegex(@"\Ahttps?://[a-z][a-z0-9]{0,32}\.(com|org|net)(/[a-z0-9]{0,32})*\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Web();
}
