-module(main).
-export([main/1]).

main(_) ->
    io:setopts([{encoding, unicode}]),
    Line = string:trim(io:get_line("")),
    io:format("✓ ~ts has ~w characters~n", [Line, string:length(Line)]).
