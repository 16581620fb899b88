namespace WandbActors.Persistence.Upload;

/// <summary>The operations of an artifact's life, with the fields that W&amp;B's own client asks for, and each version's number.</summary>
internal static class ArtifactOperations
{
    public static readonly GraphQLOperation CreateArtifact = new("CreateArtifact", """
        mutation CreateArtifact ($input: CreateArtifactInput!) {
          createArtifact(input: $input) {
            artifact { id state versionIndex artifactSequence { latestArtifact { id } } }
          }
        }
        """, RetryRule.MostFailures);

    public static readonly GraphQLOperation CreateArtifactManifest = new("CreateArtifactManifest", """
        mutation CreateArtifactManifest ($artifactID: ID!, $baseArtifactID: ID, $name: String!, $digest: String!, $entityName: String!,
            $projectName: String!, $runName: String!, $manifestType: ArtifactManifestType!, $includeUpload: Boolean!) {
          createArtifactManifest(input: {artifactID: $artifactID, baseArtifactID: $baseArtifactID, name: $name, digest: $digest,
              entityName: $entityName, projectName: $projectName, runName: $runName, type: $manifestType}) {
            artifactManifest {
              id
              file { id uploadUrl @include(if: $includeUpload) uploadHeaders @include(if: $includeUpload) }
            }
          }
        }
        """, RetryRule.MostFailures);

    public static readonly GraphQLOperation UpdateArtifactManifest = new("UpdateArtifactManifest", """
        mutation UpdateArtifactManifest ($artifactManifestID: ID!, $digest: String, $baseArtifactID: ID, $includeUpload: Boolean!) {
          updateArtifactManifest(input: {artifactManifestID: $artifactManifestID, digest: $digest, baseArtifactID: $baseArtifactID}) {
            artifactManifest {
              id
              file { id uploadUrl @include(if: $includeUpload) uploadHeaders @include(if: $includeUpload) }
            }
          }
        }
        """, RetryRule.MostFailures);

    public static readonly GraphQLOperation CreateArtifactFiles = new("CreateArtifactFiles", """
        mutation CreateArtifactFiles ($input: CreateArtifactFilesInput!) {
          createArtifactFiles(input: $input) {
            files { edges { node {
              storagePath uploadUrl uploadHeaders
              uploadMultipartUrls { uploadID uploadUrlParts { partNumber uploadUrl } }
              artifact { id }
            } } }
          }
        }
        """, RetryRule.MostFailures);

    public static readonly GraphQLOperation CompleteMultipartUploadArtifact = new("CompleteMultipartUploadArtifact", """
        mutation CompleteMultipartUploadArtifact ($completeMultipartAction: CompleteMultipartAction!, $completedParts: [UploadPartsInput!]!,
            $artifactID: ID!, $storagePath: String!, $uploadID: String!) {
          completeMultipartUploadArtifact(input: {completeMultipartAction: $completeMultipartAction, completedParts: $completedParts,
              artifactID: $artifactID, storagePath: $storagePath, uploadID: $uploadID}) {
            digest
          }
        }
        """, RetryRule.MostFailures);

    public static readonly GraphQLOperation CommitArtifact = new("CommitArtifact", """
        mutation CommitArtifact ($artifactID: ID!) {
          commitArtifact(input: {artifactID: $artifactID}) { artifact { id digest versionIndex } }
        }
        """, RetryRule.MostFailures);

    public static readonly GraphQLOperation UseArtifact = new("UseArtifact", """
        mutation UseArtifact ($input: UseArtifactInput!) {
          useArtifact(input: $input) { artifact { id } }
        }
        """, RetryRule.MostFailures);

    public static readonly GraphQLOperation ClientIDMapping = new("ClientIDMapping", """
        query ClientIDMapping ($clientID: ID!) { clientIDMapping(clientID: $clientID) { serverID } }
        """, RetryRule.MostFailures);

    public static readonly GraphQLOperation ArtifactByName = new("ArtifactByName", """
        query ArtifactByName ($entityName: String!, $projectName: String!, $name: String!) {
          project(name: $projectName, entityName: $entityName) { artifact(name: $name) { id versionIndex state artifactType { name } } }
        }
        """, RetryRule.MostFailures);
}
