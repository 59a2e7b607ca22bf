namespace Hotcell.Engine.Executions;

/// <summary>
/// Takes control characters and escape sequences out of one stream of UTF-8, in pieces that may end anywhere: what ECMA-48 calls C0 and C1 controls, control sequences
/// (colours, cursor movements) and control strings (titles, links). Tabs, line feeds and carriage returns stay. A control string ends at the end of its
/// line at the latest, so that one without an end costs a line and not all that follows. A byte that no sequence can have ends it, and is text.
/// </summary>
internal sealed class ControlCodeFilter
{
    private const byte Bell = 0x07;
    private const byte Cancel = 0x18;
    private const byte Substitute = 0x1a;
    private const byte Escape = 0x1b;
    private const byte Delete = 0x7f;

    /// <summary>First byte of the C1 controls in UTF-8. As single bytes they are no UTF-8, and nobody sees them as controls.</summary>
    private const byte Lead = 0xc2;

    private Place _place;

    /// <summary>A <see cref="Lead"/> has come, and what follows decides whether it is of a control.</summary>
    private bool _held;

    private enum Place
    {
        Text,

        /// <summary>Behind ESC.</summary>
        Escape,

        /// <summary>Behind ESC and intermediate bytes.</summary>
        Intermediate,

        /// <summary>Behind CSI.</summary>
        Sequence,

        /// <summary>In an operating system command or another control string.</summary>
        String,

        /// <summary>Behind an ESC in one, which may be its end.</summary>
        StringEscape,
    }

    /// <summary>What of <paramref name="bytes"/>, and of what was held back before, is text.</summary>
    public ReadOnlyMemory<byte> Add(ReadOnlySpan<byte> bytes)
    {
        var text = new byte[bytes.Length + 1];
        var length = 0;
        foreach (var unit in bytes)
        {
            if (_held)
            {
                _held = false;
                if (unit is >= 0x80 and < 0xa0)
                {
                    Control(unit);
                    continue;
                }

                if (_place == Place.Text)
                {
                    text[length++] = Lead;
                }
            }

            if (unit == Lead)
            {
                // In a sequence it has no place: that is over. In a string it may begin the end.
                _place = _place is Place.String or Place.StringEscape ? Place.String : Place.Text;
                _held = true;
            }
            else if (IsText(unit))
            {
                text[length++] = unit;
            }
        }

        return text.AsMemory(0, length);
    }

    /// <summary>What was held back, at the end.</summary>
    public ReadOnlyMemory<byte> Finish() => _held && _place == Place.Text ? new[] { Lead } : default;

    /// <summary>A C1 control.</summary>
    private void Control(byte second) => _place = second switch
    {
        0x9b => Place.Sequence,
        0x90 or 0x98 or 0x9d or 0x9e or 0x9f => Place.String,
        0x9c => Place.Text,
        _ => _place == Place.String ? Place.String : Place.Text,
    };

    private bool IsText(byte unit)
    {
        switch (_place)
        {
            case Place.String when unit is not (Bell or Escape or Cancel or Substitute or (byte)'\n'):
                return false;
            case Place.String when unit is Bell:
                _place = Place.Text;
                return false;
            case Place.String when unit is Escape:
                _place = Place.StringEscape;
                return false;
            case Place.StringEscape when unit is (byte)'\\':
                _place = Place.Text;
                return false;
            case Place.Escape or Place.StringEscape when unit is (byte)'[':
                _place = Place.Sequence;
                return false;
            case Place.Escape or Place.StringEscape when unit is (byte)']' or (byte)'P' or (byte)'X' or (byte)'^' or (byte)'_':
                _place = Place.String;
                return false;
            case Place.Escape or Place.StringEscape or Place.Intermediate when unit is >= 0x20 and < 0x30:
                _place = Place.Intermediate;
                return false;
            case Place.Escape or Place.StringEscape or Place.Intermediate when unit is >= 0x30 and < Delete:
                _place = Place.Text;
                return false;
            case Place.Sequence when unit is >= 0x20 and < 0x40:
                return false;
            case Place.Sequence when unit is >= 0x40 and < Delete:
                _place = Place.Text;
                return false;
            default:
                _place = unit == Escape ? Place.Escape : Place.Text;
                return unit is (byte)'\t' or (byte)'\n' or (byte)'\r' or (>= 0x20 and not Delete);
        }
    }
}
