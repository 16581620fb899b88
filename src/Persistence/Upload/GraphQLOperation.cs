namespace WandbActors.Persistence.Upload;

/// <summary>A GraphQL document and how its failures are judged.</summary>
internal sealed record GraphQLOperation(string Name, string Document, RetryRule Rule);
