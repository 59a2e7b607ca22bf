%% Erlang evaluates this before it starts Elixir (-eval), and waits in it until there is a program. Everything else happens as in a cold start, by
%% Elixir itself. No process may be made here: those of the program would have other numbers.

%% Elixir, and what it takes to compile a program. Loaded now instead of at the first use; what it does is the same.
{ok, _} = application:ensure_all_started(elixir),
{ok, Compiler} = application:get_key(compiler, modules),
[code:ensure_loaded(Module) || Module <- Compiler],
{ok, Elixir} = application:get_key(elixir, modules),
[code:ensure_loaded(Module) || Module <- Elixir, lists:prefix("elixir", atom_to_list(Module))],

%% These read and write without a process or a port.
{ok, Ready} = prim_file:file_desc_to_ref(101, [write]),
ok = prim_file:write(Ready, <<"1">>),
ok = prim_file:close(Ready),
{ok, Control} = prim_file:file_desc_to_ref(100, [read]),
Read = fun(Read, Sofar) ->
  case prim_file:read(Control, 65536) of
    {ok, Piece} -> Read(Read, [Sofar, Piece]);
    eof -> iolist_to_binary(Sofar)
  end
end,
Words = lists:droplast(binary:split(Read(Read, []), <<0>>, [global])),
ok = prim_file:close(Control),

%% The last words of the variable are what led here.
[Options, _] = string:split(os:getenv("ELIXIR_ERL_OPTIONS"), " -eval "),
os:putenv("ELIXIR_ERL_OPTIONS", Options),

%% Elixir asks init for the arguments of the program. This answer is here before that of init, which is of a time when there were none.
self() ! {init, [unicode:characters_to_list(Word) || Word <- Words]}.
