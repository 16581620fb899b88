using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using WandbActors.Cli.Exporting;

namespace WandbActors.Cli.Importing;

public sealed class CsvReaderSpecs
{
    [Property]
    public bool What_is_written_is_read_back(NonEmptyArray<NonNull<string>> texts)
    {
        var fields = texts.Get.Select(text => text.Get.Replace("\0", "", StringComparison.Ordinal)).ToArray();
        var line = string.Join(',', fields.Select(text => CsvText.Quoted(text, CsvText.NeedsQuotes(text))));

        var read = new CsvReader(new StringReader($"{line}\nnext\n"));

        return read.Read()!.Select(field => field.Text).SequenceEqual(fields) && read.Read() is [{ Text: "next" }] && read.Read() is null;
    }

    [Fact]
    public void Lines_end_in_any_way_and_empty_ones_are_passed_over()
    {
        var reader = new CsvReader(new StringReader("a,b\r\n\r\n1,\"2\n3\"\r\n4,"));

        Assert.Equal(["a", "b"], reader.Read()!.Select(field => field.Text));
        Assert.Equal(["1", "2\n3"], reader.Read()!.Select(field => field.Text));
        Assert.Equal(3, reader.Line);
        Assert.Equal(["4", ""], reader.Read()!.Select(field => field.Text));
        Assert.Equal(5, reader.Line);
        Assert.Null(reader.Read());
    }
}
