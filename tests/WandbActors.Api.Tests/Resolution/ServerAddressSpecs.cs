using WandbActors.Resolution;

namespace WandbActors.Api.Tests.Resolution;

public class ServerAddressSpecs
{
    [Theory]
    [InlineData("https://api.wandb.ai", "https://wandb.ai")]
    [InlineData("https://api.wandb.test:8443", "https://wandb.test:8443")]
    [InlineData("https://api.example.test", "https://app.example.test")]
    [InlineData("http://localhost:8080", "http://localhost:8080")]
    public void The_pages_are_found_from_the_interface(string baseUrl, string appUrl)
    {
        Assert.Equal(appUrl, ServerAddress.Text(ServerAddress.Of(new Uri(baseUrl)).AppUrl));
    }

    [Fact]
    public void The_page_of_a_run_has_its_names_quoted()
    {
        var server = ServerAddress.Of(ServerAddress.Default);

        Assert.Equal("https://wandb.ai/my%20lab/p%2Bq/runs/r1", server.RunPage("my lab", "p+q", "r1"));
    }
}
