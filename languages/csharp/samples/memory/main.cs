var kept = new List<byte[]>();
while (true)
{
    kept.Add(new byte[1 << 20]);
    Array.Fill(kept[^1], (byte)1);
}
