-module(main).
-export([main/1]).

main(_) ->
    loop([]).

loop(Kept) ->
    loop([binary:copy(<<"x">>, 1 bsl 20) | Kept]).
