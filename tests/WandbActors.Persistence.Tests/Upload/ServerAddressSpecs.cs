using WandbActors.Persistence.Upload;

namespace WandbActors.Persistence.Tests.Upload;

public sealed class ServerAddressSpecs
{
    [Theory]
    [InlineData("https://api.wandb.ai", "https://api.wandb.ai")]
    [InlineData("https://api.wandb.ai/", "https://api.wandb.ai")]
    [InlineData("http://localhost:8080//", "http://localhost:8080")]
    [InlineData("https://intra.example.test/wandb/", "https://intra.example.test/wandb")]
    public void Slashes_at_the_end_are_stripped(string text, string baseUrl) => Assert.Equal(baseUrl, Server.Address(text).BaseUrl);

    [Theory]
    [InlineData("")]
    [InlineData("api.wandb.ai")]
    [InlineData("ftp://api.wandb.ai")]
    [InlineData("https://api.wandb.ai?x=1")]
    [InlineData("https://user:secret@api.wandb.ai")]
    public void What_is_no_server_address_is_refused_with_a_reason(string text)
    {
        Assert.False(ServerAddress.TryParse(text, out _, out var problem));
        Assert.NotEmpty(problem);
    }

    [Fact]
    public void Places_below_it_are_quoted()
    {
        var address = Server.Address("https://api.wandb.ai/");
        var run = new RunPath("my lab", "a%b", "r+1");

        Assert.Equal("https://api.wandb.ai/graphql", address.GraphQL.AbsoluteUri);
        Assert.Equal("https://api.wandb.ai/files/my%20lab/a%25b/r%2B1/file_stream", address.FileStream(run).AbsoluteUri);
        Assert.Equal("https://wandb.ai/my%20lab/a%25b/runs/r%2B1", address.RunPage(run));
    }

    [Theory]
    [InlineData("https://api.wandb.ai", "https://wandb.ai")]
    [InlineData("https://api.wandb.test:8443", "https://wandb.test:8443")]
    [InlineData("https://api.mycompany.test", "https://app.mycompany.test")]
    [InlineData("http://localhost:8080", "http://localhost:8080")]
    [InlineData("https://wandb.api.test", "https://wandb.api.test")]
    public void The_pages_address_follows_from_it(string baseUrl, string appUrl) => Assert.Equal(appUrl, Server.Address(baseUrl).AppUrl);

    [Fact]
    public void An_explicit_pages_address_wins() =>
        Assert.Equal(
            "https://pages.test/lab/golden/runs/r1",
            ServerAddress.Of(new Uri("https://api.wandb.ai"), new Uri("https://pages.test/")).RunPage(Server.Run));

    [Theory]
    [InlineData("https://api.wandb.ai/graphql", true)]
    [InlineData("https://api.wandb.ai/files/a/b/c/file_stream", true)]
    [InlineData("https://api.wandb.ai", true)]
    [InlineData("https://api.wandb.ai.evil.test/graphql", false)]
    [InlineData("https://api.wandb.ai:8443/graphql", false)]
    [InlineData("http://api.wandb.ai/graphql", false)]
    [InlineData("https://storage.test/?x=https://api.wandb.ai/", false)]
    public void Only_what_lies_below_it_may_carry_the_key(string url, bool isCovered) =>
        Assert.Equal(isCovered, Server.Address("https://api.wandb.ai").Covers(new Uri(url)));
}
