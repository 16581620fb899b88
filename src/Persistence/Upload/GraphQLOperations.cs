namespace WandbActors.Persistence.Upload;

/// <summary>The operations of a run's life, with the fields that W&amp;B's own client asks for: servers are known to answer these.</summary>
internal static class GraphQLOperations
{
    public static readonly GraphQLOperation Viewer = new("Viewer", """
        query Viewer { viewer { id entity username email flags teams { edges { node { name } } } } }
        """, RetryRule.MostFailures);

    public static readonly GraphQLOperation ServerFeatures = new("ServerFeaturesQuery", """
        query ServerFeaturesQuery { serverInfo { features { name isEnabled } } }
        """, RetryRule.MostFailures);

    public static readonly GraphQLOperation UpsertBucket = new("UpsertBucket", """
        mutation UpsertBucket ($id: String, $name: String, $project: String, $entity: String, $groupName: String, $description: String,
            $displayName: String, $notes: String, $commit: String, $config: JSONString, $host: String, $debug: Boolean,
            $program: String, $repo: String, $jobType: String, $state: String, $sweep: String, $tags: [String!],
            $summaryMetrics: JSONString) {
          upsertBucket(input: {id: $id, name: $name, groupName: $groupName, modelName: $project, entityName: $entity,
              description: $description, displayName: $displayName, notes: $notes, config: $config, commit: $commit, host: $host,
              debug: $debug, jobProgram: $program, jobRepo: $repo, jobType: $jobType, state: $state, sweep: $sweep, tags: $tags,
              summaryMetrics: $summaryMetrics}) {
            bucket {
              id name displayName description config sweepName
              project { id name entity { id name } }
              historyLineCount
            }
            inserted
          }
        }
        """, RetryRule.RunUpsert);

    public static readonly GraphQLOperation RunResumeStatus = new("RunResumeStatus", """
        query RunResumeStatus ($project: String, $entity: String, $name: String!) {
          model(name: $project, entityName: $entity) {
            id name
            entity { id name }
            bucket(name: $name, missingOk: true) {
              id name summaryMetrics displayName logLineCount historyLineCount eventsLineCount historyTail eventsTail config tags notes
              wandbConfig(keys: ["t"])
            }
          }
        }
        """, RetryRule.MostFailures);

    public static readonly GraphQLOperation RewindRun = new("RewindRun", """
        mutation RewindRun ($runName: String!, $entity: String, $project: String, $metricName: String!, $metricValue: Float!) {
          rewindRun(input: {runName: $runName, entityName: $entity, projectName: $project, metricName: $metricName,
              metricValue: $metricValue}) {
            rewoundRun {
              id name displayName description config sweepName
              project { id name entity { id name } }
              historyLineCount
            }
          }
        }
        """, RetryRule.MostFailures);

    public static readonly GraphQLOperation CreateRunFiles = new("CreateRunFiles", """
        mutation CreateRunFiles ($entity: String!, $project: String!, $run: String!, $files: [String!]!) {
          createRunFiles(input: {entityName: $entity, projectName: $project, runName: $run, files: $files}) {
            runID uploadHeaders
            files { name uploadUrl }
          }
        }
        """, RetryRule.MostFailures);

    public static readonly GraphQLOperation NotifyScriptableRunAlert = new("NotifyScriptableRunAlert", """
        mutation NotifyScriptableRunAlert ($entityName: String!, $projectName: String!, $runName: String!, $title: String!,
            $text: String!, $severity: AlertSeverity = INFO, $waitDuration: Duration) {
          notifyScriptableRunAlert(input: {entityName: $entityName, projectName: $projectName, runName: $runName, title: $title,
              text: $text, severity: $severity, waitDuration: $waitDuration}) {
            success
          }
        }
        """, RetryRule.MostFailures);
}
