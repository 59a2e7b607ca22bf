-module(main).
-export([main/1]).

main(_) ->
    io:format("~p~n~p~n", [rand:uniform(), [N || {_, N} <- lists:sort([{rand:uniform(), N} || N <- lists:seq(1, 40)])]]),
    io:format("~p~n", [erlang:phash2(make_ref()) + erlang:unique_integer() + rand:uniform(1 bsl 58)]).
