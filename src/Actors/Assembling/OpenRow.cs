namespace WandbActors.Actors.Assembling;

/// <summary>
/// The row that is still open: what the calls at its step have logged so far, later values over earlier ones, in the order of their
/// first appearance, or the last one where one of several must stand behind the others. Owned by the assembler.
/// </summary>
internal sealed class OpenRow(KeyBook keys)
{
    private readonly Dictionary<int, int> _places = [];
    private readonly List<HeldValue> _values = [];

    /// <summary>Whether any call has joined, with or without values.</summary>
    public bool IsOpen { get; private set; }

    public int Count => _values.Count;

    /// <summary>Time of the newest call that joined, in UTC ticks.</summary>
    public long Timestamp { get; private set; }

    /// <summary>At most so much do the row's values and their names need in a mark slot.</summary>
    public int Bytes { get; private set; }

    public IReadOnlyList<HeldValue> Values => _values;

    public void Join(long timestamp)
    {
        IsOpen = true;
        Timestamp = timestamp;
    }

    public void Set(HeldValue value)
    {
        if (keys[value.Key].HasRelatives && HasRelative(value.Key))
            Remove(value.Key); // to stand behind those that it replaces

        Bytes += value.Bytes;
        if (_places.TryGetValue(value.Key, out var place))
        {
            Bytes -= _values[place].Bytes;
            _values[place] = value;
            return;
        }

        Bytes += keys[value.Key].Bytes;
        _places.Add(value.Key, _values.Count);
        _values.Add(value);
    }

    public void Clear()
    {
        _places.Clear();
        _values.Clear();
        IsOpen = false;
        Bytes = 0;
    }

    private bool HasRelative(int key) =>
        _values.Exists(other => other.Key != key && keys[other.Key].Encoded.Path.IsRelatedTo(keys[key].Encoded.Path));

    private void Remove(int key)
    {
        if (!_places.Remove(key, out var place))
            return;

        Bytes -= _values[place].Bytes + keys[key].Bytes;
        _values.RemoveAt(place);
        for (; place < _values.Count; place++)
            _places[_values[place].Key] = place;
    }
}
