using WandbActors.Testing;

namespace WandbActors.Persistence.Replay;

public sealed class ConfigYamlSpecs
{
    public static IEnumerable<object[]> Cases => Golden.Cases;

    [Theory, MemberData(nameof(Cases))]
    public void A_config_that_was_sent_gives_the_file_that_was_uploaded(string name)
    {
        var server = new GoldenServer(name);

        Assert.Equal(server.Text("upload/config.yaml"), ConfigYaml.Of(server.LastConfig));
    }

    [Theory]
    [InlineData("plain text")]
    [InlineData("3.14.10")]
    [InlineData("a:b#c")]
    [InlineData("-1-")]
    [InlineData("?x")]
    [InlineData("héllo 日本")]
    [InlineData("it's")]
    [InlineData("1e")]
    [InlineData("_1")]
    [InlineData("<html>")]
    public void Most_texts_stay_plain(string text) => Assert.Equal(text, YamlText.Inline(text));

    [Theory]
    [InlineData("x: y # z", "'x: y # z'")]
    [InlineData("x #", "'x #'")]
    [InlineData("x:", "'x:'")]
    [InlineData("- x", "'- x'")]
    [InlineData("-", "'-'")]
    [InlineData("? x", "'? x'")]
    [InlineData("#x", "'#x'")]
    [InlineData("*x", "'*x'")]
    [InlineData("[x", "'[x'")]
    [InlineData("'x'", "'''x'''")]
    [InlineData("---x", "'---x'")]
    [InlineData(" x", "' x'")]
    [InlineData("x ", "'x '")]
    public void What_would_be_read_as_structure_is_quoted_simply(string text, string yaml) => Assert.Equal(yaml, YamlText.Inline(text));

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("~")]
    [InlineData("=")]
    [InlineData("true")]
    [InlineData("Yes")]
    [InlineData("n")]
    [InlineData("12")]
    [InlineData("-1_000")]
    [InlineData("0x1F")]
    [InlineData("0o17")]
    [InlineData("1.5e3")]
    [InlineData(".5")]
    [InlineData(".inf")]
    [InlineData("12:30:45")]
    [InlineData("2026-11-23")]
    [InlineData("2026-11-23T08:04:41.460244Z")]
    [InlineData("2026-11-23 08:04:41")]
    public void What_would_be_read_as_another_kind_is_quoted_doubly(string text) => Assert.Equal($"\"{text}\"", YamlText.Inline(text));

    [Theory]
    [InlineData("tab\there", "\"tab\\there\"")]
    [InlineData("bell\a\u001b\u0001\u0085", "\"bell\\a\\e\\x01\\N\"")]
    [InlineData("line\u2028\ufeff", "\"line\\L\\uFEFF\"")]
    [InlineData("smile 😀 \"q\" \\", "\"smile \\U0001F600 \\\"q\\\" \\\\\"")]
    [InlineData("space \nbreak", "\"space \\nbreak\"")]
    [InlineData("\nfirst", "\"\\nfirst\"")]
    public void What_plain_text_cannot_hold_is_escaped(string text, string yaml)
    {
        Assert.Equal(yaml, YamlText.Inline(text));
        Assert.False(YamlText.IsBlock(text));
    }

    [Fact]
    public void Lines_are_a_block_that_keeps_its_end()
    {
        var yaml = ConfigYaml.Of("""{"a":"one\n\ntwo","b":"one\ntwo\n","c":"one\n\n","d":["x\ny",1]}""");

        Assert.Equal("a: |-\n    one\n\n    two\nb: |\n    one\n    two\nc: |+\n    one\n\nd:\n    - |-\n      x\n      y\n    - 1\n", yaml);
    }

    [Fact]
    public void Lists_and_maps_nest_in_each_other()
    {
        var yaml = ConfigYaml.Of("""{"a":[[1,[2]],{"k":[3],"j":{}},[],{}],"n":[NaN,Infinity,-Infinity,null,true,1e-07]}""");

        Assert.Equal(
            """
            a:
                - - 1
                  - - 2
                - j: {}
                  k:
                    - 3
                - []
                - {}
            "n":
                - .nan
                - .inf
                - -.inf
                - null
                - true
                - 1e-07

            """,
            yaml);
    }

    [Fact]
    public void Keys_are_sorted_as_people_would()
    {
        string[] sorted = ["", "#", "_a", "0", "1", "2", "10", "A", "B", "a", "a1", "a1b", "a01", "a2", "a9_", "a10", "a10_", "a100", "aa", "b", "é"];

        Assert.Equal(sorted, sorted.Reverse().Order(YamlKeyOrder.Instance));
    }

    [Fact]
    public void An_empty_config_is_an_empty_map() => Assert.Equal("{}\n", ConfigYaml.Of("{}"));
}
