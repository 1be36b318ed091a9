using System.Collections;
using System.Runtime.CompilerServices;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Contracts.Tests.Text;

public sealed class RecordTextTests
{
    private static readonly ProcessKey Key = new("server");

    [Fact]
    public void Should_show_an_event_with_its_output()
    {
        var tail = new OutputTail("cannot bind\n"u8.ToArray(), 12);
        var exited = new ProcessExited(
            Key,
            1,
            new ProcessExit.Code(3),
            ExitCause.Exited,
            TimeSpan.FromSeconds(2),
            OutputTail.Empty,
            tail
        );

        Assert.Equal(
            "ProcessExited { Key = server, Incarnation = 1, Exit = exit code 3, Cause = Exited, Ran = 00:00:02, "
                + "StdoutTail = nothing, StderrTail = \"cannot bind\\n\" (12 bytes), Breach =  }",
            exited.ToString()
        );
    }

    [Fact]
    public void Should_show_the_items_of_a_list_up_to_a_bound()
    {
        Assert.Equal(
            "ProcessUnkillable { Key = server, Incarnation = 2, Pids = [7, 8] }",
            new ProcessUnkillable(Key, 2, [7, 8]).ToString()
        );
        Assert.EndsWith(
            "Pids = [0, 1, 2, 3, 4, 5, 6, 7, … 92 more] }",
            new ProcessUnkillable(Key, 2, [.. Enumerable.Range(0, 100)]).ToString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Should_show_the_entries_of_a_dictionary_with_texts_cut_and_escaped()
    {
        var finding = new Finding
        {
            Id = "f1",
            Category = "crash",
            Severity = Severity.High,
            Title = "a\nb",
            Detail = new string('x', 5_000),
            Count = 1,
            Variants = ["one", "two"],
        };

        var shown = finding.ToString();

        Assert.Contains("Title = a\\nb, ", shown, StringComparison.Ordinal);
        Assert.Contains($"Detail = {new string('x', 200)}…, ", shown, StringComparison.Ordinal);
        Assert.Contains("Variants = [one, two], ", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_print_every_record_with_a_collection_itself()
    {
        var left = typeof(ProcessKey)
            .Assembly.GetExportedTypes()
            .Where(type => type.GetProperties().Any(property => IsCollection(property.PropertyType)))
            .Where(type => type.GetMethod("<Clone>$") is not null)
            .Where(type =>
                type.GetMethod(nameof(ToString), [])!.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
            );

        Assert.Empty(left);
    }

    private static bool IsCollection(Type type) =>
        type != typeof(string) && (typeof(IEnumerable).IsAssignableFrom(type) || type == typeof(ReadOnlyMemory<byte>));
}
