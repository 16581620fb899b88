using System.Buffers;
using System.Text;

namespace WandbActors.Actors.Tests.Support;

/// <summary>A value with a file of this text: its JSON is the file's path.</summary>
internal sealed class SomeNote(string text) : Media
{
    protected internal override void WriteJson(IBufferWriter<byte> writer, MediaPlace place) =>
        writer.Write(Encoding.UTF8.GetBytes($"\"{place.AddFile("media/note", ".txt", Encoding.UTF8.GetBytes(text)).Path}\""));
}
