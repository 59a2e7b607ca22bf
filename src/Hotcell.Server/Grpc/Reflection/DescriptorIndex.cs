using Google.Protobuf.Reflection;

namespace Hotcell.Server.Grpc.Reflection;

/// <summary>All <c>.proto</c> files that some have to do with, by name and by what is in them.</summary>
internal sealed class DescriptorIndex
{
    private readonly Dictionary<string, FileDescriptor> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FileDescriptor> _symbols = new(StringComparer.Ordinal);

    /// <param name="files">Those, and what they import.</param>
    public DescriptorIndex(IEnumerable<FileDescriptor> files)
    {
        foreach (var file in files.SelectMany(Closure))
        {
            if (_files.TryAdd(file.Name, file))
            {
                AddSymbols(file);
            }
        }
    }

    public FileDescriptor? FindFile(string name) => _files.GetValueOrDefault(name);

    /// <param name="symbol">Full name of a service, method, message, field, enum or value.</param>
    public FileDescriptor? FindSymbol(string symbol) => _symbols.GetValueOrDefault(symbol);

    /// <summary>The file, and all that it imports, each once.</summary>
    public static IEnumerable<FileDescriptor> Closure(FileDescriptor file) => file.Dependencies.SelectMany(Closure).Prepend(file).Distinct();

    private void AddSymbols(FileDescriptor file)
    {
        IEnumerable<IDescriptor> services = file.Services.SelectMany(service => service.Methods.Prepend<IDescriptor>(service));
        foreach (var symbol in services.Concat(file.MessageTypes.SelectMany(Within)).Concat(file.EnumTypes.SelectMany(Within)))
        {
            _symbols[symbol.FullName] = file;
        }
    }

    private static IEnumerable<IDescriptor> Within(MessageDescriptor message) =>
        message.Fields.InDeclarationOrder().Prepend<IDescriptor>(message).Concat(message.NestedTypes.SelectMany(Within)).Concat(message.EnumTypes.SelectMany(Within));

    private static IEnumerable<IDescriptor> Within(EnumDescriptor type) => type.Values.Prepend<IDescriptor>(type);
}
