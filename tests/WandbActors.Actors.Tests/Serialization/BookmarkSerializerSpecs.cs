using System.Runtime.Serialization;
using Akka.Actor;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using WandbActors.Actors.Serialization;
using WandbActors.Persistence.Bookmarks;

namespace WandbActors.Actors.Tests.Serialization;

public sealed class BookmarkSerializerSpecs : Akka.TestKit.Xunit2.TestKit
{
    public BookmarkSerializerSpecs() : base(SerializationConfig.Default)
    {
    }

    // Bytes that version 1 wrote. They stand in users' run directories: never change them.
    public static TheoryData<string, string, object> Version1 => new()
    {
        { "o1", "000000", new BookmarkOpened(default) },
        { "o1", "ac020580808010", new BookmarkOpened(new(300, 5, 1 << 25)) },
        { "a1", "e807e4070311ac020500", new BookmarkAdvanced(1000, new(996, 3, 17), new(300, 5, 0)) },
        { "a1", "ffffffffffffffff7f010203040506", new BookmarkAdvanced(long.MaxValue, new(1, 2, 3), new(4, 5, 6)) },
        { "c1", "", new BookmarkCompleted() },
    };

    [Theory]
    [MemberData(nameof(Version1))]
    public void Version_1_is_read_for_ever(string manifest, string hex, object expected)
    {
        var read = Sys.Serialization.Deserialize(Convert.FromHexString(hex), 7701, manifest);

        Assert.Equal(expected, read);
    }

    [Theory]
    [MemberData(nameof(Version1))]
    public void Version_1_is_what_is_written(string manifest, string hex, object happened)
    {
        var serializer = Assert.IsType<BookmarkSerializer>(Sys.Serialization.FindSerializerFor(happened));

        Assert.Equal(manifest, serializer.Manifest(happened));
        Assert.Equal(hex, Convert.ToHexStringLower(serializer.ToBinary(happened)));
    }

    [Property]
    public Property What_is_written_is_what_is_read(NonNegativeInt record, NonNegativeInt history, NonNegativeInt events, NonNegativeInt console)
    {
        var happened = new BookmarkAdvanced(record.Get, new(history.Get, events.Get, console.Get), new(console.Get, history.Get, events.Get));
        var serializer = new BookmarkSerializer((ExtendedActorSystem)Sys);

        var read = serializer.FromBinary(serializer.ToBinary(happened), serializer.Manifest(happened));

        return happened.Equals(read).ToProperty();
    }

    [Fact]
    public void An_event_of_a_newer_version_is_refused_and_not_guessed_at()
    {
        var serializer = new BookmarkSerializer((ExtendedActorSystem)Sys);

        Assert.Throws<SerializationException>(() => serializer.FromBinary([1, 2, 3], "a2"));
    }

    [Fact]
    public void Bytes_that_end_too_soon_are_refused()
    {
        var serializer = new BookmarkSerializer((ExtendedActorSystem)Sys);

        Assert.ThrowsAny<Exception>(() => serializer.FromBinary([1, 2, 3], "a1"));
    }
}
