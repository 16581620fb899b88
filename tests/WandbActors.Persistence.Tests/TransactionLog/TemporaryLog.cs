namespace WandbActors.Persistence.Tests.TransactionLog;

/// <summary>The path of a log in a folder of its own, which is removed afterwards.</summary>
internal sealed class TemporaryLog : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("wandb-log-");

    public string Path => System.IO.Path.Combine(_folder.FullName, "run-1.wandb");

    public byte[] Bytes
    {
        get
        {
            using var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
