% Prints all that a program can find of how it was started.
1;
function show(name, varargin)
  printf("%s: %s\n", name, strjoin(cellfun(@(value) strtrim(disp(value)), varargin, "UniformOutput", false), ", "));
end

function shell(command)
  [code, text] = system(command);
  printf("%d\n%s", code, text);
end

function result = outer(of)
  result = inner(of);
end

function result = inner(of)
  result = of.missing;
end

show("arguments", argv(), program_name(), program_invocation_name(), mfilename(), mfilename("fullpath"), mfilename("fullpathext"));
show("stack", size(dbstack()), who(), exist("main"), which("main"), exist("show"), evalc("whos"));
show("runtime", OCTAVE_VERSION, OCTAVE_HOME, OCTAVE_EXEC_HOME, matlabroot, computer(), nproc(), isguirunning(), isdeployed(), isstudent());
show("path", path(), EXEC_PATH, IMAGE_PATH, EDITOR, pkg("list"));
show("settings", page_screen_output, page_output_immediately, output_precision, max_recursion_depth, debug_on_error, debug_on_warning, beep_on_error, ...
  history_file, history_size, history_save, crash_dumps_octave_core, PS1, PS4, split_long_rows, fixed_point_format, print_empty_dimensions, maxNumCompThreads());
show("warnings", arrayfun(@(one) [one.identifier " " one.state], warning(), "UniformOutput", false), lasterr(), lastwarn(), evalc("format long; pi"), evalc("format; pi"));
show("process", pwd, getpgrp() == getpid(), getuid(), getgid(), umask(22), nargin("show"), ispc, isunix);
source = stat("main.m");
show("source", source.modestr, source.nlink, source.uid, source.gid, source.size, time() - source.mtime < 60);
show("folder", readdir("."), glob("*"), what(".").m);
show("environment", getenv("HOME"), getenv("LANG"), getenv("PWD"), getenv("LD_PRELOAD"), getenv("HOTCELL_HOLD"), getenv("_"), getenv("OLDPWD"));
shell("env | sort; ulimit -a | grep -v ^time; umask");
show("descriptors", cellfun(@(fd) regexprep([fd " " readlink(["/proc/self/fd/" fd])], '\[\d+\]', ""), readdir("/proc/self/fd"), "UniformOutput", false));
shell("ps -o ni=,tty= $PPID");
shell("grep -E '^(Sig[PIC]|Shd|Cap|Threads|NoNew|Groups)' /proc/$PPID/status");
show("stdin", fgets(stdin), fread(stdin, Inf, "char=>char")');

try
  outer(struct("a", 1));
catch caught
  disp(caught.message), disp(caught.identifier)
  arrayfun(@(place) printf("%s %s %d %d\n", place.file, place.name, place.line, place.column), caught.stack);
end

atexit("last");
function last()
  disp("at the end");
end

eval("x = [1", "disp(lasterr())");
warning("sample:warned", "warned");
outer(struct("b", 2));
