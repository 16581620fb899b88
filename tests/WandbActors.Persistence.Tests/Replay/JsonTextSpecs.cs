using System.Buffers;
using System.Text;
using FsCheck;
using FsCheck.Xunit;

namespace WandbActors.Persistence.Replay;

public sealed class JsonTextSpecs
{
    [Theory]
    [InlineData("0")]
    [InlineData("-0")]
    [InlineData("1.7954210769218016e+09")]
    [InlineData("5e-324")]
    [InlineData("1E5")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("-Infinity")]
    [InlineData("null")]
    [InlineData(" [ NaN , {\"a\" : [ ] , \"b\":{}} ] \n")]
    [InlineData("\"q\\\"b\\\\ \\u00e9 ]}\"")]
    public void A_value_is_recognised(string json) => Assert.True(JsonText.IsValue(json));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("nan")]
    [InlineData("+1")]
    [InlineData("01")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("1e")]
    [InlineData("-")]
    [InlineData("--1")]
    [InlineData("1 2")]
    [InlineData("[1,]")]
    [InlineData("[1")]
    [InlineData("[1}")]
    [InlineData("{\"a\"}")]
    [InlineData("{\"a\":}")]
    [InlineData("{a:1}")]
    [InlineData("{,}")]
    [InlineData("\"open")]
    [InlineData("\"\\x\"")]
    [InlineData("\"\\u12g4\"")]
    [InlineData("\"\\u12")]
    [InlineData("\"two\nlines\"")]
    public void What_is_no_value_is_kept_as_text(string json)
    {
        var clean = JsonText.Clean(json);

        Assert.False(JsonText.IsValue(json));
        Assert.True(JsonText.IsValue(clean));
        Assert.Equal(json.Length == 0 ? "null" : json, json.Length == 0 ? clean : JsonText.Unquote(clean));
    }

    [Fact]
    public void Nesting_ends_at_the_limit()
    {
        static string Nested(int depth) => new string('[', depth) + new string(']', depth);

        Assert.True(JsonText.IsValue(Nested(JsonText.MaxDepth)));
        Assert.False(JsonText.IsValue(Nested(JsonText.MaxDepth + 1)));
        Assert.False(JsonText.IsValue(new string('[', 1_000_000)));
    }

    [Fact]
    public void Members_and_elements_come_as_they_are_written()
    {
        var members = JsonText.Members("""{ "a,}" : [1, {"b":"]"}] , "\u0063\n" :NaN,"a,}":1.50 }""");
        var elements = JsonText.Elements("""[ 1.50, "x,y" ,[ ], {"k": [2 ]}]""");

        Assert.Equal([("a,}", """[1, {"b":"]"}]"""), ("c\n", "NaN"), ("a,}", "1.50")], members);
        Assert.Equal(["1.50", "\"x,y\"", "[ ]", """{"k": [2 ]}"""], elements);
    }

    [Fact]
    public void A_value_is_written_on_one_line()
    {
        var writer = new ArrayBufferWriter<byte>();

        JsonText.Write("{\r\n  \"a\": 1\n}", writer);

        Assert.Equal("{    \"a\": 1 }", Encoding.UTF8.GetString(writer.WrittenSpan));
    }

    [Property]
    public bool A_text_survives_quoting(NonNull<string> text)
    {
        var quoted = JsonText.Quote(text.Get);

        return JsonText.IsValue(quoted) && JsonText.Unquote(quoted) == Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Get));
    }

    [Property]
    public bool Strict_parsers_take_what_is_left_of_any_text(NonNull<string> text) => JsonMeaning.Of(JsonText.Clean(text.Get)) is not null;
}
