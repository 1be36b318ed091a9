using McpFuzzer.Actors.Contracts.Secrets;
using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Fuzzing.Oracles;

/// <summary>Prepares the texts of a candidate for display: masked, printable and of bounded length.</summary>
/// <param name="mask">The target's secrets; null when it has none.</param>
internal sealed class FindingWords(SecretMask? mask)
{
    public const int LongestDetail = 2_000;

    private const int LongestTitle = 120;

    // Longer texts are cut before they are masked and escaped, since a detail may quote a megabyte.
    private const int LongestRead = 1 << 16;

    /// <summary>
    /// Returns the candidate in its displayable form. Its shape is then for people, and no longer a key.
    /// </summary>
    public Candidate Shown(Candidate candidate)
    {
        var shape = ShapeOf(candidate);
        var title = shape == candidate.Shape ? candidate.Title : candidate.Title.Replace(candidate.Shape, shape);
        return candidate with
        {
            Title = Title(title),
            Detail = Line(candidate.Detail, LongestDetail),
            Shape = Title(shape),
            Variant = candidate.Variant is { } variant ? Title(variant) : null,
            Said = null,
            StderrTail = candidate.StderrTail is { } tail ? Masked(tail, keepNewlines: true) : null,
        };
    }

    /// <summary>Returns one short line.</summary>
    public string Title(string text) => Line(text, LongestTitle);

    /// <summary>Cuts a text that is too long.</summary>
    public static string Cut(string text, int longest)
    {
        if (text.Length <= longest)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[longest - 2]) ? longest - 2 : longest - 1;
        return $"{text[..end]}…";
    }

    // The mask does not find a secret that a shape has changed, so the shape is made again from the masked text.
    private string ShapeOf(Candidate candidate)
    {
        if (mask is null || candidate.Said is not { } said || candidate.Shape.Length == 0)
        {
            return candidate.Shape;
        }

        var masked = mask.Apply(said);
        return masked == said ? candidate.Shape : Shape.Of(masked, []);
    }

    private string Line(string text, int longest) => Cut(Masked(text[..Math.Min(text.Length, LongestRead)]), longest);

    private string Masked(string text, bool keepNewlines = false) =>
        Printable.Escape(mask?.Apply(text) ?? text, keepNewlines);
}
