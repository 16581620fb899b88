using WandbActors.Resolution;

namespace WandbActors.Api.Tests.Resolution;

public class ApiKeySpecs
{
    private const string Forty = "0123456789abcdefghij0123456789ABCDEFGHI_";

    [Theory]
    [InlineData(Forty)]
    [InlineData("local-" + Forty)]
    [InlineData(Forty + Forty)]
    [InlineData("local-a-" + Forty)]
    [InlineData("eyJh.eyJz.c2ln")]
    public void A_key_or_a_signed_token_is_taken(string key)
    {
        Assert.Null(ApiKey.FindProblem(key));
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("abc-" + "0123456789")]
    [InlineData("0123456789abcdefghij0123456789ABCDEFGH I")]
    [InlineData("0123456789abcdefghij0123456789ABCDEFGHI!")]
    [InlineData("a..b")]
    public void Anything_else_is_not(string key)
    {
        Assert.NotNull(ApiKey.FindProblem(key));
    }
}
