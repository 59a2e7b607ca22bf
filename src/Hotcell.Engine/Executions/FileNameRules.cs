using System.Text;

namespace Hotcell.Engine.Executions;

/// <summary>Which names the files of a request may have. What passes is a plain relative path below <c>/work</c>.</summary>
internal static class FileNameRules
{
    /// <summary>In bytes of UTF-8: what a file system takes for one component, here for the whole path.</summary>
    private const int MaxBytes = 255;

    private const int MaxDepth = 16;

    /// <summary>The name without empty and <c>.</c> components; or what is wrong with it.</summary>
    public static (string? Name, string? Error) Check(string name)
    {
        if (name.Length == 0)
        {
            return (null, "must not be empty");
        }

        if (!Texts.IsWellFormed(name))
        {
            return (null, "is not valid Unicode text");
        }

        if (name.Any(char.IsControl))
        {
            return (null, "must not contain NUL or other control characters");
        }

        if (name.Contains('\\', StringComparison.Ordinal))
        {
            return (null, "must not contain a backslash; folders are separated by /");
        }

        if (name[0] == '/')
        {
            return (null, "must be relative, not absolute");
        }

        if (name[^1] == '/')
        {
            return (null, "must name a file, not a folder");
        }

        if (Encoding.UTF8.GetByteCount(name) > MaxBytes)
        {
            return (null, $"must not be longer than {MaxBytes} bytes");
        }

        string[] components = [.. name.Split('/').Where(component => component is not ("" or "."))];
        return components switch
        {
            _ when components.Contains("..") => (null, "must not contain '..'"),
            _ when components.Length == 0 || name.EndsWith("/.", StringComparison.Ordinal) => (null, "must name a file, not a folder"),
            { Length: > MaxDepth } => (null, $"must not be more than {MaxDepth - 1} folders deep"),
            _ => (string.Join('/', components), null),
        };
    }
}
