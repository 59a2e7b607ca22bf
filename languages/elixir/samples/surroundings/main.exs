# Prints all that a program can find of how it was started.
show = &IO.inspect(&1, limit: :infinity, printable_limit: :infinity)
show.({__ENV__.file, __DIR__, __ENV__.module, System.argv(), Code.required_files()})
show.({System.get_env(), File.cwd!(), File.ls!()})
show.({self(), Process.get(), Process.group_leader(), length(Process.list()), Enum.sort(Process.registered())})
show.(Process.info(self(), [:messages, :links, :monitors, :trap_exit, :current_stacktrace]))
show.(Enum.map(Port.list(), &Port.info(&1, :name)))
show.({:code.get_path(), Application.started_applications(), Code.compiler_options(), length(:ets.all())})
show.(length(File.ls!("/proc/self/fd")))
show.({:io.getopts() |> Enum.sort(), System.no_halt(), System.schedulers_online()})
show.({IO.gets(""), IO.read(:eof)})

defmodule Failing do
  def outer(x), do: [inner(x)]
  defp inner(x), do: :erlang.map_get(:nope, x)
end

try do
  Failing.outer(%{})
rescue
  error -> IO.puts(Exception.format(:error, error, __STACKTRACE__))
end

unused = 1
System.at_exit(fn status -> IO.puts("ends with #{status}") end)
spawn(fn -> IO.inspect(self()) end)
Process.sleep(200)
Failing.outer(%{})
