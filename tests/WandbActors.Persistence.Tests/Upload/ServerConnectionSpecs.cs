using WandbActors.Persistence.Upload;

namespace WandbActors.Persistence.Tests.Upload;

public sealed class ServerConnectionSpecs
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly ScriptedHandler _handler = ScriptedHandler.Answering(200);

    [Fact]
    public async Task The_key_goes_with_requests_below_the_address()
    {
        var connection = Server.Connect(_handler, "https://api.wandb.ai");

        await connection.PostAsync(new Uri("https://api.wandb.ai/files/a"), new StringContent(""), Timeout, default);

        Assert.Equal("Basic YXBpOjAxMjM0NTY3ODkwMTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODk=", _handler.Header("Authorization"));
        Assert.Matches(@"^WandbActors/\d+\.\d+\.\d+(-[a-z0-9.]+)?$", _handler.Header("User-Agent"));
        Assert.Null(_handler.Header("X-WANDB-USERNAME"));
    }

    [Fact]
    public async Task The_key_goes_nowhere_else()
    {
        var connection = Server.Connect(_handler, "https://api.wandb.ai");

        await connection.PostAsync(new Uri("https://storage.test/graphql"), new StringContent(""), Timeout, default);

        Assert.Null(_handler.Header("Authorization"));
        Assert.Null(_handler.Header("X-WANDB-USERNAME"));
    }

    [Fact]
    public async Task The_user_goes_with_graphql_alone()
    {
        var connection = Server.Connect(_handler);

        await connection.PostAsync(connection.Address.GraphQL, new StringContent(""), Timeout, default);

        Assert.Equal("user", _handler.Header("X-WANDB-USERNAME"));
        Assert.Equal("user@example.test", _handler.Header("X-WANDB-USER-EMAIL"));
    }

    [Fact]
    public void Credentials_print_no_key_and_no_line_breaks()
    {
        var credentials = new ServerCredentials(Server.ApiKey, "us\r\ner");

        Assert.Equal("an API key of user", credentials.ToString());
        Assert.Equal("", credentials.UserEmail);
    }

    [Fact]
    public void Our_client_follows_no_redirects_and_keeps_no_cookies()
    {
        var handler = (SocketsHttpHandler)typeof(HttpMessageInvoker)
            .GetField("_handler", System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!
            .GetValue(ServerHttp.Shared)!;

        Assert.False(handler.AllowAutoRedirect);
        Assert.False(handler.UseCookies);
        Assert.Same(ServerHttp.Shared, ServerHttp.Shared);
    }
}
