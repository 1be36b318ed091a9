using System.Globalization;
using CsCheck;
using McpFuzzer.Actors.Fuzzing.Schemas;

namespace McpFuzzer.Actors.Fuzzing.Tests.Schemas;

public sealed class ExactNumberTests
{
    private static readonly Gen<decimal> Decimals = Gen.Select(
        Gen.Long[-1_000_000_000_000, 1_000_000_000_000],
        Gen.Byte[0, 8],
        (digits, scale) => new decimal((int)digits, (int)(digits >> 32) & 0xFF, 0, digits < 0, scale)
    );

    [Fact]
    public void Should_compare_like_decimals_when_both_fit() =>
        Gen.Select(Decimals, Decimals)
            .Sample((one, other) => Assert.Equal(one.CompareTo(other), Math.Sign(Of(one).CompareTo(Of(other)))));

    [Fact]
    public void Should_add_and_write_like_decimals_when_the_sum_fits() =>
        Gen.Select(Decimals, Decimals)
            .Sample(
                (one, other) =>
                    Assert.Equal(
                        one + other,
                        decimal.Parse(
                            Of(one).Plus(Of(other)).ToJson(),
                            NumberStyles.Float,
                            CultureInfo.InvariantCulture
                        )
                    )
            );

    [Fact]
    public void Should_floor_to_a_multiple_when_given_a_step() =>
        Gen.Select(Decimals, Gen.Int[1, 1_000])
            .Sample(
                (value, step) =>
                {
                    var unit = ExactNumber.Of(step);
                    var floor = Of(value).FloorTo(unit);
                    Assert.True(floor <= Of(value) && floor.Plus(unit) > Of(value) && floor.IsMultipleOf(unit));
                }
            );

    [Theory]
    [InlineData("-0", "0")]
    [InlineData("1.0", "1")]
    [InlineData("1e3", "1000")]
    [InlineData("1.50E-1", "0.15")]
    [InlineData("-0.001", "-0.001")]
    [InlineData("1e308", "1e308")]
    [InlineData("9007199254740993", "9007199254740993")]
    public void Should_write_the_same_number_when_read(string raw, string written) =>
        Assert.Equal(written, ExactNumber.Parse(raw)!.Value.ToJson());

    [Theory]
    [InlineData("1e999999999")]
    [InlineData("1e99999999999999999999")]
    public void Should_reject_a_number_when_it_is_too_large_to_compare(string raw) =>
        Assert.Null(ExactNumber.Parse(raw));

    [Theory]
    [InlineData("1.0", true)]
    [InlineData("1e3", true)]
    [InlineData("0.5", false)]
    [InlineData("-2", true)]
    public void Should_recognise_whole_numbers_in_any_notation(string raw, bool isWhole) =>
        Assert.Equal(isWhole, ExactNumber.Parse(raw)!.Value.IsWhole);

    private static ExactNumber Of(decimal value) =>
        ExactNumber.Parse(value.ToString(CultureInfo.InvariantCulture))!.Value;
}
