namespace McpFuzzer.Actors.Contracts.Bounds;

/// <summary>
/// The values that an option, a setting or a field of a message may have. Each bound is defined once, in a class such
/// as <see cref="Campaigns.CampaignBounds" />. The command line, the configuration and the messages check against it
/// and reject a value in the same words.
/// </summary>
/// <typeparam name="T">The type of the value.</typeparam>
/// <param name="min">The least value that is allowed.</param>
/// <param name="max">The greatest value that is allowed.</param>
public abstract class Bound<T>(T min, T max)
    where T : struct, IComparable<T>
{
    /// <summary>The least value that is allowed.</summary>
    public T Min { get; } = min;

    /// <summary>The greatest value that is allowed.</summary>
    public T Max { get; } = max;

    /// <summary>The range as text, such as <c>1ms to 1h</c>.</summary>
    public string Range => $"{Show(Min)} to {Show(Max)}";

    /// <summary>What is allowed, in the words of an error, such as <c>must be a duration from 1ms to 1h</c>.</summary>
    public string Allowed => $"must be {Kind} from {Range}";

    /// <summary>What the value is, such as <c>a whole number</c>.</summary>
    protected abstract string Kind { get; }

    /// <summary>What a text must be in order to stand for a value.</summary>
    protected virtual string KindOfText => Kind;

    /// <summary>Returns whether a value is allowed. NaN never is.</summary>
    public bool Contains(T value) => value.CompareTo(Min) >= 0 && value.CompareTo(Max) <= 0;

    /// <summary>Returns a value as text, in the form that <see cref="Read" /> takes.</summary>
    public abstract string Show(T value);

    /// <summary>Returns the validation error of a value; null when the value is allowed.</summary>
    /// <param name="name">The option, key or field that holds the value.</param>
    /// <param name="value">The value.</param>
    public ValidationError? ErrorOf(string name, T value) =>
        Contains(value) ? null : new ValidationError(name, Show(value), Allowed);

    /// <summary>Reads a value from text. Returns its validation error; null when the value is allowed.</summary>
    /// <param name="name">The option or key that holds the text.</param>
    /// <param name="text">The text.</param>
    /// <param name="value">The value; the default of its type when there is an error.</param>
    public ValidationError? Read(string name, string text, out T value)
    {
        var isOfKind = TryParse(text, out value);
        if (isOfKind && Contains(value))
        {
            return null;
        }

        value = default;
        return new ValidationError(name, text, isOfKind ? Allowed : $"must be {KindOfText} from {Range}");
    }

    /// <summary>Reads a value from text, whether or not it is within the bound.</summary>
    protected abstract bool TryParse(string text, out T value);
}
