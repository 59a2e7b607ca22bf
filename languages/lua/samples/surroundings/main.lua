-- Prints all that a program can find of how it was started.
local function show(name, ...)
  local values = table.pack(...)
  for i = 1, values.n do
    values[i] = type(values[i]) == "table" and "{" .. table.concat(values[i], ", ") .. "}" or string.format("%q", values[i])
  end

  print(name .. ": " .. table.concat(values, ", "))
end

local function keys(of)
  local found = {}
  for key, value in pairs(of) do
    found[#found + 1] = tostring(key) .. " " .. (type(value) == "string" and value or type(value))
  end

  table.sort(found)
  return found
end

local function shell(command)
  local pipe <close> = io.popen(command)
  return pipe:read("a")
end

show("arguments", select("#", ...), ...)
show("arg", #arg, keys(arg))
show("package", package.path, package.cpath, package.config, keys(package.loaded), keys(package.preload), #package.searchers)
show("globals", _VERSION, keys(_G), keys(debug.getregistry()._CLIBS or {}))
local main = debug.getinfo(1, "Slntu")
show("main", keys(main), main.source, main.short_src, main.what, main.currentline, main.nparams, main.isvararg)
show("trace", debug.traceback())
show("collector", collectgarbage("isrunning"), collectgarbage("incremental"))
show("locale", os.setlocale(nil), os.setlocale(nil, "ctype"), os.setlocale(nil, "numeric"), string.format("%.1f", 1.5))
show("hook", debug.gethook() == nil, coroutine.isyieldable(), select(2, coroutine.running()))
show("streams", io.type(io.stdin), io.input() == io.stdin, io.output() == io.stdout, os.clock() < 60)
for name in ("HOME LANG PATH PWD LD_PRELOAD HOTCELL_HOLD HOTCELL_HOLD_IN LUA_PATH LUA_INIT"):gmatch("%S+") do
  print(name, os.getenv(name))
end

print(shell("env | sort; pwd; ls -A; umask; ulimit -a | grep -v '^time'; stat -c '%n %A %h %u %g %s' main.lua"))
io.stdout:flush()
io.popen("cat; for fd in /proc/$PPID/fd/*; do echo ${fd##*/} $(readlink $fd | sed 's/[0-9]\\+//'); done; ps -o ni=,tty= $PPID", "w"):close()
for line in io.lines("/proc/self/status") do
  if line:find("^Sig[^Q]") or line:find("^Shd") or line:find("^Cap") or line:find("^Threads") or line:find("^NoNew") then
    print(line)
  end
end

show("stdin", io.read("L"), io.read("a"))

local function inner(value) return value.missing.more end
local function outer(value) return (inner(value)) end

print(xpcall(outer, debug.traceback, {}))
print(pcall(require, "not_there"))
print(load("x ="))
setmetatable({}, { __gc = function() print("collected at the end") end })
warn("@on")
warn("warned")
outer({})
