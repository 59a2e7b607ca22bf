-module(main).
-export([main/1]).

main(_) ->
    io:setopts([binary]),
    io:format("~w~n", [add(0)]).

add(Sum) ->
    case io:get_line("") of
        eof -> Sum;
        Line -> add(Sum + binary_to_integer(string:trim(Line)))
    end.
