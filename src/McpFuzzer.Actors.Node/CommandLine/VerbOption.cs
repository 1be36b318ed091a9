using System.CommandLine;
using System.CommandLine.Parsing;
using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Node.CommandLine;

/// <summary>One row of a verb's table, for a value of any type.</summary>
internal interface IVerbOption
{
    /// <summary>What is allowed, as help shows it; null where the name of the value says enough.</summary>
    string? Allowed { get; }

    /// <summary>The value where the option is not given, as help shows it; null where there is none.</summary>
    string? Default { get; }

    /// <summary>Whether the option may be given more than once.</summary>
    bool IsRepeatable { get; }

    /// <summary>Sets what the option sets, once for each value that was given.</summary>
    void Apply(OptionResult given);
}

/// <summary>An option with a value: name, name of the value, help, allowed values, default, and what it sets.</summary>
/// <remarks>
/// The parser's value is an array. The runtime has compiled code for reference types, but not for our structs.
/// </remarks>
internal sealed class VerbOption<T> : Option<T[]>, IVerbOption
{
    private readonly Values<T> _values;
    private readonly Action<T> _set;

    public VerbOption(string name, string valueName, string help, Values<T> values, Action<T> set)
        : base(name)
    {
        _values = values;
        _set = set;
        HelpName = valueName;
        Description = help;
        Arity = ArgumentArity.OneOrMore;
        CustomParser = Read;
    }

    public bool IsRepeatable { get; init; }

    /// <summary>Returns the default as help shows it; help alone asks for it.</summary>
    public Func<string>? ShowDefault { get; init; }

    public string? Default => ShowDefault?.Invoke();

    public string? Allowed => _values.Shown;

    public void Apply(OptionResult given) => Array.ForEach(given.GetValueOrDefault<T[]>(), _set);

    private T[]? Read(ArgumentResult given)
    {
        if (given.Tokens.Count > 1 && !IsRepeatable)
        {
            given.AddError($"{Name}: given twice");
            return null;
        }

        var values = new T[given.Tokens.Count];
        for (var at = 0; at < values.Length; at++)
        {
            if (_values.Read(Name, given.Tokens[at].Value, out values[at]) is { } error)
            {
                given.AddError(Printable.Escape(error.ToString()));
                return null;
            }
        }

        return values;
    }
}

/// <summary>An option without a value.</summary>
internal sealed class VerbFlag : Option<bool>, IVerbOption
{
    private readonly Action _set;

    public VerbFlag(string name, string help, Action set)
        : base(name)
    {
        _set = set;
        Description = help;
        Arity = ArgumentArity.Zero;
    }

    public string? Allowed => null;

    public string? Default => null;

    public bool IsRepeatable => false;

    public void Apply(OptionResult given) => _set();
}
