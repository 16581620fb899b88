using WandbActors.Persistence.Upload;

namespace WandbActors.Persistence.Tests.Upload;

public class RequestBodySpecs
{
    private readonly RequestBody _body = new();

    [Fact]
    public void A_try_that_begins_when_the_request_is_over_reads_nothing()
    {
        _body.Retire();

        Assert.False(_body.TryRead());
    }

    [Fact]
    public void One_that_was_given_up_and_still_reads_keeps_the_memory()
    {
        var text = new byte[100_000].AsSpan();
        text.Fill((byte)'a');
        _body.Plain.Write(text);
        var read = _body.Plain.WrittenMemory;
        Assert.True(_body.TryRead());

        _body.Retire();
        var next = new RequestBody();
        next.Plain.GetSpan(text.Length).Fill((byte)'b');

        Assert.True(read.Span.SequenceEqual(text));
        _body.ReadEnd();
    }
}
