using Hotcell.Engine.Keys;

namespace Hotcell.Server.Auth;

/// <summary>Who may use an endpoint. Metadata of endpoints; without any, holders of a key for users may.</summary>
/// <param name="Role">That a key must have; null: nobody is asked for one.</param>
internal sealed record Access(KeyRole? Role)
{
    public static Access Open { get; } = new((KeyRole?)null);

    public static Access User { get; } = new(KeyRole.User);

    public static Access Operator { get; } = new(KeyRole.Operator);
}
