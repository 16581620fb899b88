using System.Text;

namespace WandbActors.Actors.Monitoring.Nvidia;

/// <summary>The functions of the library by their names, called by their shapes. One that is missing or refuses gives <c>null</c>: GPUs differ in what they tell.</summary>
internal sealed unsafe class NvmlFunctions(Func<string, nint> find)
{
    public const int Success = 0;

    private const int MaxTextBytes = 96; // names and ids, by the library's header

    private readonly Dictionary<string, nint> _found = [];

    /// <summary>The address of a function, or 0.</summary>
    public void* this[string name]
    {
        get
        {
            if (!_found.TryGetValue(name, out var address))
                _found[name] = address = find(name);
            return (void*)address;
        }
    }

    public bool Call(string name)
    {
        var function = (delegate* unmanaged[Cdecl]<int>)this[name];
        return function is not null && function() == Success;
    }

    public uint? Number(string name, nint device)
    {
        var function = (delegate* unmanaged[Cdecl]<nint, uint*, int>)this[name];
        uint value = 0;
        return function is not null && function(device, &value) == Success ? value : null;
    }

    public uint? Number(string name, nint device, int selector)
    {
        var function = (delegate* unmanaged[Cdecl]<nint, int, uint*, int>)this[name];
        uint value = 0;
        return function is not null && function(device, selector, &value) == Success ? value : null;
    }

    public ulong? Count(string name, nint device, int first, int second, int third)
    {
        var function = (delegate* unmanaged[Cdecl]<nint, int, int, int, ulong*, int>)this[name];
        ulong value = 0;
        return function is not null && function(device, first, second, third, &value) == Success ? value : null;
    }

    public string? Text(string name, nint device)
    {
        var function = (delegate* unmanaged[Cdecl]<nint, byte*, uint, int>)this[name];
        var text = stackalloc byte[MaxTextBytes];
        if (function is null || function(device, text, MaxTextBytes) != Success)
            return null;

        var bytes = new ReadOnlySpan<byte>(text, MaxTextBytes);
        return Encoding.UTF8.GetString(bytes.IndexOf((byte)0) is >= 0 and var end ? bytes[..end] : bytes);
    }

    /// <summary>Fills a structure of the library's.</summary>
    public T? Structure<T>(string name, nint device) where T : unmanaged
    {
        var function = (delegate* unmanaged[Cdecl]<nint, T*, int>)this[name];
        T value = default;
        return function is not null && function(device, &value) == Success ? value : null;
    }
}
