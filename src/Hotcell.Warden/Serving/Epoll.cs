using Hotcell.Linux;
using Hotcell.Linux.Abi;

namespace Hotcell.Warden.Serving;

/// <summary>What an epoll event is about.</summary>
internal enum Source : uint
{
    Lifeline,
    Listener,
    Connection,
    Cell,
    Program,
}

/// <summary>An epoll(7) instance whose events tell a source and an index.</summary>
internal readonly struct Epoll(int fd)
{
    public static Epoll Create() => new(Sys.EpollCreate());

    public static (Source Source, int Index) Meaning(in EpollEvent happened) => ((Source)(happened.data >> 32), (int)(uint)happened.data);

    public void Watch(int watched, Source source, int index) => Sys.EpollAdd(fd, watched, ((ulong)source << 32) | (uint)index);

    public void Forget(int watched) => Sys.EpollRemove(fd, watched);

    public unsafe int Wait(EpollEvent* events, int count) => Sys.EpollWait(fd, events, count);
}
