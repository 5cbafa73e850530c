using System.Text;
using System.Text.Json;

namespace AzureML.Scoring.Tests;

public sealed class PredictionsTests
{
    [Fact]
    public void Doubles_are_read_bit_for_bit()
    {
        Assert.True(Predictions.TryReadNumbers("""[-0, -0.0, 5e-324, 9007199254740993, 1.7976931348623157e308, 217.67978776218715]"""u8, out double[]? numbers, out _));
        double[] expected = [-0.0, -0.0, 5e-324, 9007199254740992, double.MaxValue, 217.67978776218715];
        Assert.Equal(expected.Select(BitConverter.DoubleToInt64Bits), numbers.Select(BitConverter.DoubleToInt64Bits));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("<html>")]
    [InlineData("[1, 2")]
    [InlineData("[1] x")]
    [InlineData("[1][2]")]
    [InlineData("[1,]")]
    [InlineData("[NaN]")]
    [InlineData("[Infinity]")]
    [InlineData("[1e999]")]
    [InlineData("[-1e999]")]
    [InlineData("1")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("\"[1.0, 2.0]\"")]
    [InlineData("[[1]]")]
    [InlineData("[\"1\"]")]
    [InlineData("[null]")]
    [InlineData("[true]")]
    [InlineData("[01]")]
    public void Anything_but_an_array_of_finite_numbers_is_refused_for_rows(string body)
    {
        Assert.False(Predictions.TryReadNumbers(Encoding.UTF8.GetBytes(body), out _, out string? fault));
        Assert.InRange(fault.Length, 10, 120);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("{\"a\": 1")]
    [InlineData("{} {}")]
    [InlineData("NaN")]
    [InlineData("{\"a\": [1, 1e999]}")]
    [InlineData("{}")]
    [InlineData(" { } ")]
    [InlineData("null")]
    [InlineData("\"Expecting ',' delimiter\"")]
    public void A_reply_that_is_not_a_prediction_is_refused_for_a_payload(string body)
    {
        Assert.False(Predictions.TryReadValue(Encoding.UTF8.GetBytes(body), out _, out string? fault));
        Assert.InRange(fault.Length, 10, 120);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("0")]
    [InlineData("false")]
    [InlineData("[\"a\", null, {}]")]
    [InlineData("{\"Results\": [12345678901234567890]}")]
    public void Any_other_JSON_value_is_a_prediction_for_a_payload(string body)
    {
        Assert.True(Predictions.TryReadValue(Encoding.UTF8.GetBytes(body), out JsonElement value, out _));
        Assert.Equal(body, value.GetRawText());
    }

    [Fact]
    public void A_value_may_be_nested_deeper_than_the_platforms_default()
    {
        string nested = new string('[', 500) + new string(']', 500);
        Assert.True(Predictions.TryReadValue(Encoding.UTF8.GetBytes(nested), out _, out _));
    }

    [Fact]
    public void A_reply_that_is_not_UTF8_is_refused()
    {
        byte[] body = [(byte)'[', (byte)'"', 0xFF, (byte)'"', (byte)']'];
        Assert.False(Predictions.TryReadValue(body, out _, out string? fault));
        Assert.Contains("UTF-8", fault, StringComparison.Ordinal);
    }
}
