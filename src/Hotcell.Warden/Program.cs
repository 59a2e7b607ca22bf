using Hotcell.Linux;
using Hotcell.Warden;
using Hotcell.Warden.Keeping;
using Hotcell.Warden.Outside;
using Hotcell.Warden.Protections;
using Hotcell.Warden.Serving;

// Theory of operation. One binary, these roles:
//
//   keeper   what is started, with whatever rights it has: claims a cgroup folder, opens the listening socket, starts the warden, starts it
//            again when it dies, and runs one command (the server) as an ordinary user beside it. It serves nobody.
//   warden   exec'ed by the keeper inside an outer user, mount, pid, network, ipc and uts namespace, where it is root of nothing but its own
//            slice of user ids. It listens on the socket and makes cells. It is process 1 of its pid namespace: when it dies, so does every cell.
//   cell     a clone of the warden, never exec'ed: init of a cell, and below it the program.
//
// Two short ones have no rights to give up: one lays out the root that cells get from a tree which is being installed (ImageTree), the other tells
// what a cell has, and why (Explanation).
//
// After it has started, the warden allocates nothing: what it needs lies in native memory, and code that runs after clone3 calls nothing but
// Hotcell.Linux.Sys and its like. Between roles everything is passed by descriptor numbers (WardenFds) and arguments.
try
{
    return args switch
    {
        [WardenArguments.Inside, ..] => WardenProcess.Run(args),
        [WardenArguments.Explain] => Explanation.Print(Console.Out),
        [WardenArguments.Skeleton, var root, var target] => ImageTree.RunSkeleton(root, target),
        _ => Keeper.Run(args),
    };
}
catch (LinuxException exception)
{
    Console.Error.WriteLine($"hotcell-warden: {exception.Message}");
    return ExitCodes.Failed;
}
