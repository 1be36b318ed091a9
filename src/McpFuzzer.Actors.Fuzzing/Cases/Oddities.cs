namespace McpFuzzer.Actors.Fuzzing.Cases;

/// <summary>Values that their type allows and that programs rarely see.</summary>
internal static class Oddities
{
    /// <summary>Longer than common buffers, and short enough for a frame.</summary>
    public const int HugeLength = 65_536;

    /// <summary>Longer than a person types into a field.</summary>
    public const int LongLength = 1_000;

    public static IReadOnlyList<string> Texts { get; } =
    [
        " ",
        "\t\r\n",
        "a\0b",
        "\u001b[31mred\u001b[0m",
        "\U0001F600\U0001F468\u200D\U0001F469\u200D\U0001F467",
        "e\u0301\u0327",
        "\u202Eright to left\u202C",
        "\u05E9\u05DC\u05D5\u05DD",
        "\uFEFFbom",
        "\uFFFE\uFFFF",
        "\uD800",
        "\u2028\u2029",
        "\u0130\u0131\u00DF",
        "../../../../etc/passwd",
        "..\\..\\windows\\win.ini",
        "/dev/null",
        "C:\\",
        "~",
        "file:///etc/hostname",
        "http://127.0.0.1:1/",
        "'; DROP TABLE users; --",
        "\" OR \"\"=\"",
        "$(id)",
        "`id`",
        "; true",
        "| true",
        "--help",
        "-",
        "%s%n%x%d",
        "%00",
        "{0}{1}",
        "${jndi:ldap://127.0.0.1:1/a}",
        "{{7*7}}",
        "<script>alert(1)</script>",
        "<!DOCTYPE a [<!ENTITY b \"b\">]><a>&b;</a>",
        "(a+)+$",
        "[",
        "*",
        "null",
        "undefined",
        "true",
        "0",
        "-1",
        "NaN",
        "1e999",
        "{}",
        "[]",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}",
        "__proto__",
        "constructor",
    ];

    /// <summary>Whole numbers, as JSON writes them.</summary>
    public static IReadOnlyList<string> Wholes { get; } =
    [
        "-0",
        "2",
        "100",
        "127",
        "128",
        "255",
        "256",
        "65535",
        "65536",
        "2147483647",
        "2147483648",
        "-2147483648",
        "-2147483649",
        "4294967296",
        "9007199254740991",
        "9007199254740992",
        "9007199254740993",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775808",
        "18446744073709551616",
        "1e3",
        "1.0",
    ];

    /// <summary>Numbers with a fraction or beyond whole ones, as JSON writes them.</summary>
    public static IReadOnlyList<string> Fractions { get; } =
    ["0.5", "-0.5", "0.1", "1e-7", "5e-324", "1e308", "-1e308", "0.30000000000000004", "123456789.123456789"];
}
