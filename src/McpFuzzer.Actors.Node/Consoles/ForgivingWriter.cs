using System.Text;
using McpFuzzer.Actors.Fuzzing.Reports;

namespace McpFuzzer.Actors.Node.Consoles;

/// <summary>
/// A writer for stderr, which may be closed or on a full disk. A failed write can't be reported and must not end a
/// campaign, so this one and all later ones are dropped.
/// </summary>
internal sealed class ForgivingWriter(TextWriter inner) : TextWriter
{
    private bool _lost;

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Try(() => inner.Write(value));

    public override void Write(string? value) => Try(() => inner.Write(value));

    public override void Write(char[] buffer, int index, int count) => Try(() => inner.Write(buffer, index, count));

    public override void WriteLine(string? value) => Try(() => inner.WriteLine(value));

    public override void Flush() => Try(inner.Flush);

    private void Try(Action write)
    {
        if (_lost)
        {
            return;
        }

        try
        {
            write();
        }
        catch (Exception failure) when (FileFailure.Is(failure))
        {
            _lost = true;
        }
    }
}
