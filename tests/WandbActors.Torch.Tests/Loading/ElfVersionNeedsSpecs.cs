using System.Runtime.InteropServices;
using FsCheck.Xunit;

namespace WandbActors.Tests.Loading;

[Trait("Needs", "libtorch")]
public class ElfVersionNeedsSpecs
{
    private const string Marker = "GLIBCXX_3.4.32";

    // As readelf -V lists them.
    [LibTorchFact]
    public void The_needs_of_a_real_library_are_read_in_order()
    {
        var needs = ElfVersionNeeds.Read(RealLibrary.Bytes());

        var byLibrary = needs.GroupBy(need => need.Library).Select(group => (group.Key, group.Count()));
        Assert.Equal([("ld-linux-x86-64.so.2", 1), ("libm.so.6", 1), ("libgcc_s.so.1", 1), ("libc.so.6", 5), ("libstdc++.so.6", 20)], byLibrary);
        Assert.Equal("GLIBC_2.3", needs[0].Version);
        Assert.Equal("GLIBCXX_3.4", needs[^1].Version);
        Assert.DoesNotContain(needs, need => need.IsWeak);
    }

    [LibTorchFact]
    public void Marking_one_need_weak_changes_one_byte()
    {
        var before = RealLibrary.Bytes();
        var after = before.ToArray();

        ElfVersionNeeds.Read(after).Single(need => need.Version == Marker).MarkWeak(after);

        var changed = Assert.Single(Enumerable.Range(0, before.Length), at => before[at] != after[at]);
        Assert.Equal((0, 2), (before[changed], after[changed]));
        Assert.Equal([Marker], ElfVersionNeeds.Read(after).Where(need => need.IsWeak).Select(need => need.Version));
    }

    [LibTorchFact]
    public void Marking_it_twice_changes_nothing_more()
    {
        var once = RealLibrary.Bytes();
        ElfVersionNeeds.Read(once).Single(need => need.Version == Marker).MarkWeak(once);
        var twice = once.ToArray();

        ElfVersionNeeds.Read(twice).Single(need => need.Version == Marker).MarkWeak(twice);

        Assert.Equal(once, twice);
    }

    [LibTorchTheory]
    [InlineData(0, 0x7E)] // no ELF file
    [InlineData(4, 1)] // 32 bit
    [InlineData(5, 2)] // big endian
    public void Other_formats_have_no_needs(int offset, byte value)
    {
        var file = RealLibrary.Bytes();
        file[offset] = value;

        var needs = ElfVersionNeeds.Read(file);

        Assert.Empty(needs);
    }

    [LibTorchFact]
    public void A_file_cut_short_is_read_as_far_as_it_goes()
    {
        var file = RealLibrary.Bytes();
        var whole = ElfVersionNeeds.Read(file).Select(need => need.FlagsOffset).ToArray();

        for (var length = 0; length < file.Length; length += 997)
        {
            var offsets = ElfVersionNeeds.Read(file.AsSpan(0, length)).Select(need => need.FlagsOffset).ToArray();

            Assert.Equal(whole[..offsets.Length], offsets);
        }
    }

    // The segments, the table of needs and the dynamic table: wherever a wrong number could lead astray.
    [LibTorchFact]
    public void Damage_never_throws_and_never_leads_out_of_the_file()
    {
        var random = new Random(1);
        var sound = RealLibrary.Bytes();
        int[] places = [0, FindNeeds(sound), FindDynamicTable(sound)];

        for (var round = 0; round < 3_000; round++)
        {
            var file = sound.AsSpan(0, FindDynamicTable(sound) + 1024).ToArray();
            for (var hit = 0; hit < 4; hit++)
                file[places[random.Next(places.Length)] + random.Next(512)] = (byte)random.Next(256);

            var needs = ElfVersionNeeds.Read(file);

            Assert.All(needs, need => Assert.InRange(need.FlagsOffset, 0, file.Length - 2));
        }
    }

    // Every entry says that the next one begins four bytes on, and so does every library: a walk of millions of steps.
    [LibTorchFact]
    public void Entries_that_overlap_end_where_no_sound_file_could_go_on()
    {
        var file = RealLibrary.Bytes();
        var tables = MemoryMarshal.Cast<byte, uint>(file.AsSpan(FindNeeds(file), 16 * 1024));
        tables[..^8].Fill(4);
        tables[^8..].Clear(); // the end of every walk

        var needs = ElfVersionNeeds.Read(file);

        Assert.Equal(file.Length / 16, needs.Count);
    }

    [Property]
    public void Junk_has_no_needs(byte[] junk)
    {
        byte[] signature = [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1];

        var needs = ElfVersionNeeds.Read([.. signature, .. junk]);

        Assert.Empty(needs);
    }

    // The first library's entry stands right before its first version's.
    private static int FindNeeds(byte[] file) => ElfVersionNeeds.Read(file)[0].FlagsOffset - 4 - 16;

    private static int FindDynamicTable(byte[] file)
    {
        // The program header of type 2 names the table's place in the file.
        var header = Enumerable.Range(0, BitConverter.ToUInt16(file, 56)).Select(index => 64 + index * 56).First(at => BitConverter.ToUInt32(file, at) == 2);
        return (int)BitConverter.ToUInt64(file, header + 8);
    }
}
