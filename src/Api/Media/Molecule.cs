using System.Buffers;

namespace WandbActors;

/// <summary>A molecule in a file of one of chemistry's formats. Immutable.</summary>
public sealed class Molecule : Media
{
    private static readonly string[] Formats = ["pdb", "pqr", "mmcif", "mcif", "cif", "sdf", "sd", "gro", "mol2", "mmtf"];

    private readonly MediaSource _source;

    /// <summary>A molecule from a file, as it is now.</summary>
    /// <exception cref="WandbException">The file is missing, empty or of another format.</exception>
    public Molecule(string path) : this(MediaSource.Read(nameof(Molecule), path, Formats)) { }

    private Molecule(MediaSource source) => _source = source;

    /// <summary>A line under the molecule.</summary>
    /// <value>None by default.</value>
    public string? Caption { get; init; }

    /// <summary>A molecule from the bytes of a file.</summary>
    /// <param name="content">The bytes; they are copied.</param>
    /// <param name="format"><c>pdb</c>, <c>pqr</c>, <c>mmcif</c>, <c>mcif</c>, <c>cif</c>, <c>sdf</c>, <c>sd</c>, <c>gro</c>, <c>mol2</c> or <c>mmtf</c>.</param>
    /// <param name="caption">The <see cref="Caption"/>; none by default.</param>
    /// <exception cref="WandbException">There are no bytes, or the format is another.</exception>
    public static Molecule FromEncoded(ReadOnlySpan<byte> content, string format, string? caption = null) =>
        new(MediaSource.Of(nameof(Molecule), content, format, Formats)) { Caption = caption };

    /// <inheritdoc/>
    protected internal override void WriteJson(IBufferWriter<byte> writer, MediaPlace place) =>
        MediaJson.Of("molecule-file", AddFile(place), place).AddKnown("caption", Caption).Write(writer);

    internal override long HeldBytes => _source.Content.Length;

    internal override bool TryWriteList(IReadOnlyList<Media> list, IBufferWriter<byte> writer, MediaPlace place)
    {
        var molecules = list.Cast<Molecule>().ToList();
        new MediaJson()
            .Add("_type", "molecule")
            .Add("filenames", MediaJson.List(molecules.Select(molecule => (MetricValue)molecule.AddFile(place).Path)))
            .Add("count", molecules.Count)
            .Add("captions", MediaJson.Captions(molecules.Select(molecule => molecule.Caption)) ?? false)
            .Write(writer);
        return true;
    }

    private MediaFile AddFile(MediaPlace place) => place.AddFile("media/molecule", _source.Extension, _source.Content);
}
