-module(main).
-export([main/1]).

main(_) ->
    io:format("leaving~n"),
    halt(3).
