-module(main).
-export([main/1]).

main(_) ->
    case gen_tcp:connect({192, 0, 2, 1}, 80, [], 1000) of
        {ok, _} -> io:format("connected~n");
        {error, _} -> io:format("no network~n")
    end.
