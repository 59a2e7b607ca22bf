namespace Hotcell.Server.Telemetry;

/// <summary>The tags of one measurement in the order in which they came: equal to another when keys and values are.</summary>
internal readonly struct TagSet(ReadOnlySpan<KeyValuePair<string, object?>> tags) : IEquatable<TagSet>
{
    private readonly KeyValuePair<string, object?>[] _tags = tags.ToArray();

    public bool Equals(TagSet other)
    {
        if (_tags.Length != other._tags.Length)
        {
            return false;
        }

        for (var i = 0; i < _tags.Length; i++)
        {
            if (_tags[i].Key != other._tags[i].Key || !Equals(_tags[i].Value, other._tags[i].Value))
            {
                return false;
            }
        }

        return true;
    }

    public override bool Equals(object? obj) => obj is TagSet other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var (key, value) in _tags)
        {
            hash.Add(key);
            hash.Add(value);
        }

        return hash.ToHashCode();
    }
}
