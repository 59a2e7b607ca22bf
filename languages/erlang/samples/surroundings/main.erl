%% Prints all that a program can find of how it was started.
-module(main).
-export([main/1]).

main(Arguments) ->
    show(arguments, [Arguments, init:get_arguments(), init:get_plain_arguments(), escript:script_name(), ?FILE, ?MODULE]),
    show(code, [code:get_path(), lists:sort([Module || {Module, _} <- code:all_loaded()]), code:which(?MODULE), code:get_mode(), code:root_dir()]),
    show(module, [proplists:get_value(source, ?MODULE:module_info(compile)), ?MODULE:module_info(exports), code:is_sticky(?MODULE)]),
    show(environment, [lists:sort(os:getenv()), os:getenv("LD_PRELOAD"), os:type()]),
    show(applications, [lists:sort([Name || {Name, _, _} <- application:Which()]) || Which <- [loaded_applications, which_applications]]),
    show(system, [{Key, erlang:system_info(Key)} || Key <- [otp_release, version, schedulers, schedulers_online, dirty_cpu_schedulers, dirty_io_schedulers,
        thread_pool_size, logical_processors, emu_type, emu_flavor, process_limit, port_limit, atom_limit, ets_limit, build_type, creation, delayed_node_table_gc,
        dist_ctrl, fullsweep_after, min_heap_size, scheduler_bind_type, time_correction, time_warp_mode, tolerant_timeofday, trace_control_word]]),
    show(processes, [lists:sort(registered()) -- [user_drv_reader], length(erlang:ports()), node(), erlang:get_cookie(), nodes()]),
    show(self, process_info(self(), [registered_name, initial_call, current_function, dictionary, trap_exit, priority, status, message_queue_len, error_handler])),
    show(status, [init:get_status(), init:script_id(), io:getopts(), io:columns(), lists:sort(application:get_all_env(kernel)), logger:get_handler_ids()]),
    show(files, [file:get_cwd(), lists:sort(element(2, file:list_dir("."))), file:native_name_encoding(), filelib:file_size("main.beam") > 0]),
    show(clocks, [abs(erlang:system_time(second) - os:system_time(second)) < 2, erlang:time_offset(second) > 0]),
    show(shell, [os:cmd("umask; ulimit -a | grep -v ^time")]),
    {ok, Descriptors} = file:list_dir("/proc/self/fd"),
    show(descriptors, [[{Name, re:replace(Target, "[0-9]+", "", [{return, list}])} || Name <- lists:sort(Descriptors), {ok, Target} <- [file:read_link_all("/proc/self/fd/" ++ Name)]]]),
    show(signals, [os:cmd("grep -E '^(Sig[^Q]|Shd|Cap|Threads|NoNew|Groups)' /proc/" ++ os:getpid() ++ "/status")]),
    show(stdin, [io:get_line(""), io:get_chars("", 100), io:get_line("")]),
    try outer(0)
    catch Class:Reason:Trace -> show(caught, [Class, Reason, Trace])
    end,
    {_, Monitor} = spawn_monitor(fun() -> exit(catch outer(0)) end),
    receive {'DOWN', Monitor, _, _, Why} -> show(down, [Why]) end,
    outer(0).

outer(X) -> 1 + inner(X).

inner(X) -> 1 div X.

show(Name, Values) -> io:format("~p: ~tp~n", [Name, Values]).
