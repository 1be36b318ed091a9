using System.Reflection;
using McpFuzzer.Actors.Client;
using McpFuzzer.Actors.Core.Processes;
using McpFuzzer.Actors.Fuzzing.Campaigns;
using McpFuzzer.Actors.Hosting;
using McpFuzzer.Actors.Mcp.Transport;
using McpFuzzer.Actors.Node.CommandLine;
using McpFuzzer.Actors.Os;
using McpFuzzer.Actors.Testing;

namespace McpFuzzer.Actors.Node.Tests.Bounds;

/// <summary>
/// A bound is defined once, in the contracts, and used by command line, help, settings, options and rules. Which entry
/// uses which bound is found by narrowing one bound after the other: the entries that use it then say something else.
/// </summary>
[Collection(BoundsGroup.Name)]
public sealed class BoundsTests
{
    private static readonly Lazy<ILookup<string, KnownBound>> BoundsOf = new(FindUses);

    public static TheoryData<string> BoundNames => [.. KnownBound.All.Select(bound => bound.Name)];

    public static TheoryData<string> EntryNames => [.. Entries.All.Keys];

    public static TheoryData<string> BoundedNames => [.. Entries.All.Keys.Except(Entries.Unbounded.Keys)];

    public static TheoryData<string> OptionNames =>
        [
            .. Entries
                .All.Values.OfType<CommandLineEntry>()
                .Where(option => option.IsAlone)
                .Select(option => option.Name)
                .Except(Entries.Unbounded.Keys)
                .Except(Entries.Silent.Keys),
        ];

    [Theory]
    [MemberData(nameof(BoundNames))]
    public void Should_be_used_by_an_entry_when_the_contracts_define_it(string bound) =>
        Assert.Contains(BoundsOf.Value, entry => entry.Any(used => used.Name == bound));

    [Theory]
    [MemberData(nameof(EntryNames))]
    public void Should_use_one_bound_of_the_contracts_when_it_takes_a_quantity(string entry) =>
        Assert.Equal(Entries.Unbounded.ContainsKey(entry) ? 0 : 1, BoundsOf.Value[entry].Count());

    [Theory]
    [MemberData(nameof(BoundedNames))]
    public void Should_take_the_ends_of_its_bound_and_reject_the_values_beyond(string name)
    {
        var entry = Entries.All[name];
        var bound = BoundsOf.Value[name].Single();
        var allowed = Entries.Silent.ContainsKey(name) ? "must be a signal by name or number" : bound.Range;

        Assert.All(bound.Ends, end => Assert.Null(entry.Reject(end)));
        Assert.NotEmpty(bound.Beyond);
        Assert.All(
            bound.Beyond,
            beyond =>
            {
                var line = entry.Reject(beyond);
                Assert.NotNull(line);
                Assert.True(entry.IsNamedIn(line, beyond), line);
                Assert.Contains(allowed, line, StringComparison.Ordinal);
            }
        );
    }

    [Theory]
    [MemberData(nameof(OptionNames))]
    public void Should_show_the_range_of_its_bound_in_help(string name) =>
        Assert.Contains(
            BoundsOf.Value[name].Single().Range,
            ((CommandLineEntry)Entries.All[name]).Help(),
            StringComparison.Ordinal
        );

    [Fact]
    public void Should_exist_when_a_line_of_these_tests_names_it() =>
        Assert.Empty(Entries.Unbounded.Keys.Concat(Entries.Silent.Keys).Except(Entries.All.Keys));

    [Theory]
    [InlineData(typeof(ProcessSpecRules))]
    [InlineData(typeof(IProcessHost))]
    [InlineData(typeof(ClientOptions))]
    [InlineData(typeof(McpFuzzerOptions))]
    [InlineData(typeof(ManagedStdioOptions))]
    [InlineData(typeof(CampaignSettings))]
    [InlineData(typeof(McpFuzzOptions))]
    [InlineData(typeof(Verb))]
    public void Should_not_be_defined_outside_the_contracts(Type ofAssembly)
    {
        const BindingFlags all = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
        var fields = ofAssembly.Assembly.GetTypes().SelectMany(type => type.GetFields(all));

        Assert.DoesNotContain(fields, field => KnownBound.IsBound(field.FieldType));
    }

    private static ILookup<string, KnownBound> FindUses()
    {
        var usual = Entries.All.Values.Select(entry => (entry, entry.Error)).ToList();
        var silent = Entries.Silent.Select(entry =>
            (entry.Key, KnownBound.All.Single(bound => bound.Name == entry.Value.Bound))
        );
        return KnownBound
            .All.SelectMany(bound => FindUsers(bound, usual).Select(entry => (entry.Name, bound)))
            .Concat(silent)
            .ToLookup(use => use.Item1, use => use.Item2, StringComparer.Ordinal);
    }

    private static List<Entry> FindUsers(KnownBound bound, IEnumerable<(Entry Entry, string? Error)> usual)
    {
        using (bound.Narrow())
        {
            return [.. usual.Where(entry => IsOther(entry.Entry.Error, entry.Error)).Select(entry => entry.Entry)];
        }
    }

    // A narrower bound may also make the values of other entries wrong, which their own lines then say first.
    private static bool IsOther(string? now, string? usual) =>
        now != usual && now?.Split(" = ")[0] == usual?.Split(" = ")[0];
}
