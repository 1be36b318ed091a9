using System.Text.Json;
using CsCheck;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Schemas;

namespace McpFuzzer.Actors.Fuzzing.Tests.Cases;

/// <summary>A server may kill what a property names: no planned value of it is the id of a living process.</summary>
public sealed class ProcessPropertiesTests
{
    private const int LargestId = 4_194_304;

    [Theory]
    [InlineData("pid")]
    [InlineData("PID")]
    [InlineData("pids")]
    [InlineData("PIDs")]
    [InlineData("ppid")]
    [InlineData("pgid")]
    [InlineData("parent_pid")]
    [InlineData("targetPid")]
    [InlineData("serverpid")]
    [InlineData("processId")]
    [InlineData("process_id")]
    [InlineData("process-ids")]
    [InlineData("parentProcessID")]
    [InlineData("processid")]
    [InlineData("process group id")]
    public void Should_recognise_a_process_id_by_its_name(string name) => Assert.True(ProcessNames.IsId(name, "t"));

    [Theory]
    [InlineData("id")]
    [InlineData("rapid")]
    [InlineData("groupId")]
    [InlineData("groupid")]
    [InlineData("appId")]
    [InlineData("mapid")]
    [InlineData("process")]
    [InlineData("isRapid")]
    [InlineData("grid")]
    [InlineData("post_processing")]
    [InlineData("processor_count")]
    [InlineData("api_id")]
    public void Should_ignore_other_names(string name) => Assert.False(ProcessNames.IsId(name, "t"));

    [Theory]
    [InlineData("kill_process", true)]
    [InlineData("process", true)]
    [InlineData("terminateProcess", true)]
    [InlineData("process_kill", true)]
    [InlineData("process_order", false)]
    [InlineData("get_user", false)]
    public void Should_recognise_an_id_by_its_parent(string around, bool isProcess) =>
        Assert.Equal(isProcess, ProcessNames.IsId("id", around));

    [Theory]
    [InlineData("The PID to signal", "target", true)]
    [InlineData("Process ID of the server", "n", true)]
    [InlineData("The ID of the running process to stop", "victim", true)]
    [InlineData("How many items to process", "n", false)]
    [InlineData("The id of the user", "n", false)]
    [InlineData("Seconds to wait for the pid to exit", "timeout", false)]
    public void Should_recognise_a_process_id_by_its_description(string description, string name, bool isProcess) =>
        Assert.Equal(isProcess, ProcessNames.IsIdByDescription(description, name));

    [Theory]
    [InlineData("1", false)]
    [InlineData("0", false)]
    [InlineData("-1", false)]
    [InlineData("4194304", false)]
    [InlineData("4194305", true)]
    [InlineData("4194305.5", true)]
    [InlineData("-4194306", true)]
    [InlineData("2147483647", true)]
    [InlineData("2147483648", false)]
    [InlineData("4294967295", false)]
    [InlineData("9223372036854775807", false)]
    [InlineData("1e308", false)]
    [InlineData("5e6", false)]
    [InlineData("0.5", false)]
    [InlineData("true", false)]
    [InlineData("false", false)]
    [InlineData("null", true)]
    [InlineData("[]", false)]
    [InlineData("[7]", false)]
    [InlineData("[null]", false)]
    [InlineData("[4194305]", true)]
    [InlineData("{}", true)]
    [InlineData("\"7\"", false)]
    [InlineData("\" \"", false)]
    [InlineData("\"\"", false)]
    [InlineData("\"-1\"", false)]
    [InlineData("\"0x1\"", false)]
    [InlineData("\"1e999\"", false)]
    [InlineData("\"true\"", false)]
    [InlineData("\"example\"", true)]
    [InlineData("\"4194305\"", true)]
    public void Should_replace_only_values_that_could_name_a_living_process(string json, bool isHarmless)
    {
        var value = JsonValueReader.Read(JsonElement.Parse(json));
        var replaced = ProcessIds.Replace(value, takesLists: false);

        Assert.Equal(isHarmless, ProcessIds.IsHarmless(value));
        Assert.True(ProcessIds.IsHarmless(replaced));
        Assert.Equal(isHarmless, ReferenceEquals(value, replaced));
    }

    [Fact]
    public void Should_keep_names_of_processes_and_replace_their_numbers()
    {
        var byName = KnownTools.Of(
            "t",
            """{"type":"object","properties":{"process":{"enum":["web1","db2"],"type":"string"}},"required":["process"]}"""
        );
        var byNumber = KnownTools.Of(
            "t",
            """{"type":"object","properties":{"process":{"type":"integer","default":1}},"required":["process"]}"""
        );

        Assert.Equal(
            ["""{"process":"web1"}""", """{"process":"db2"}"""],
            CasePlan.For(byName, Phases.Examples, 7, 5).Select(TextOf)
        );
        Assert.Equal("""{"process":4194306}""", TextOf(CasePlan.For(byNumber, Phases.Examples, 7, 1).Single()));
    }

    [Fact]
    public void Should_still_break_bounds_and_types_when_a_property_is_a_process_id()
    {
        var tool = KnownTools.Of(
            "kill_process",
            """{"type":"object","properties":{"pid":{"type":"integer","minimum":1}},"required":["pid"]}"""
        );

        var kinds = CasePlan.For(tool, Phases.Boundary, 7, 4).Select(each => each.ViolationKind);

        Assert.Equal(["required", "type (string)", "minimum", "type (null)"], kinds);
    }

    [Fact]
    public void Should_plan_no_living_process_anywhere_when_schemas_are_drawn()
    {
        var schema = OneOf(
            """{"type":"integer","minimum":1}""",
            """{"type":"integer","minimum":0,"maximum":4194304,"default":1,"examples":[7,1234]}""",
            """{"type":"number","enum":[1,2,4242]}""",
            """{"type":"string","pattern":"^[0-9]{1,7}$"}""",
            """{"type":"string","examples":["1"]}""",
            """{"type":["integer","string","null"]}""",
            """{"anyOf":[{"type":"integer"},{"type":"array","items":{"type":"integer"}}]}""",
            """{"type":"array","items":{"type":"integer"},"minItems":1,"default":[1]}""",
            """{"const":1}""",
            "{}"
        );
        var place = OneOf<Func<string, string>>(
            schema => $$$"""{"pid":{{{schema}}}}""",
            schema =>
                $$$"""{"o":{"type":"object","properties":{"processId":{{{schema}}}},"default":{"processId":1} } }""",
            schema => $$$"""{"all":{"type":"array","items":{"type":"object","properties":{"ppid":{{{schema}}}} } } }""",
            schema => $$$"""{"process":{"type":"object","properties":{"id":{{{schema}}}} } }""",
            schema => $$$"""{"victim":{"description":"The ID of the process","allOf":[{{{schema}}}]}}"""
        );
        Gen.Select(schema, place, Gen.Long, Gen.Bool)
            .Sample(
                (schema, place, seed, isRequired) =>
                {
                    var properties = place(schema);
                    var name = properties.Split('"')[1];
                    var tool = KnownTools.Of(
                        "t",
                        $$"""{"type":"object","properties":{{properties}},"required":[{{(isRequired ? $"\"{name}\"" : "")}}]}"""
                    );
                    foreach (var planned in CasePlan.Of([tool], seed, 60, []).Take(int.MaxValue))
                    {
                        using var arguments = JsonDocument.Parse(
                            planned.Arguments,
                            new JsonDocumentOptions { MaxDepth = 256 }
                        );
                        AssertHarmless(arguments.RootElement, "t", planned.CaseId);
                    }
                },
                iter: 100
            );
    }

    private static string TextOf(FuzzCase planned) => System.Text.Encoding.UTF8.GetString(planned.Arguments.Span);

    // Written without the rules under test: nothing below such a name is, or begins with, a number that a process can
    // have.
    private static void AssertHarmless(JsonElement element, string around, string caseId)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
            {
                AssertHarmless(item, around, caseId);
            }
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in element.EnumerateObject())
            {
                if (
                    RawName(member) is "pid" or "processId" or "ppid" or "victim"
                    || (RawName(member) == "id" && around == "process")
                )
                {
                    AssertNoId(member.Value, caseId);
                }

                AssertHarmless(member.Value, RawName(member), caseId);
            }
        }
    }

    private static void AssertNoId(JsonElement value, string caseId)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Number:
                Assert.True(Math.Abs(value.GetDouble()) is > LargestId and <= int.MaxValue, $"{caseId}: {value}");
                break;
            case JsonValueKind.True or JsonValueKind.False:
                Assert.Fail($"{caseId}: {value}");
                break;
            case JsonValueKind.String:
                var digits = ((JsonValue.Text)JsonValueReader.Read(value)).Value.Trim();
                Assert.True(
                    !digits.Any(char.IsAsciiDigit) || (long.TryParse(digits, out var id) && id > LargestId),
                    $"{caseId}: {value.GetRawText()}"
                );
                Assert.False(string.IsNullOrWhiteSpace(digits), caseId);
                break;
            case JsonValueKind.Array:
                Assert.All(value.EnumerateArray(), item => AssertNoId(item, caseId));
                break;
            default:
                break;
        }
    }

    // A made-up name may hold a lone surrogate.
    private static string RawName(JsonProperty member) =>
        System.Text.Encoding.UTF8.GetString(System.Runtime.InteropServices.JsonMarshal.GetRawUtf8PropertyName(member));

    private static Gen<T> OneOf<T>(params T[] choices) =>
        Gen.Int[0, choices.Length - 1].Select(index => choices[index]);
}
