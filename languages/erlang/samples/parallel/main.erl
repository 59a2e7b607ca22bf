-module(main).
-export([main/1]).

main(_) ->
    Self = self(),
    [spawn(fun() -> Self ! lists:sum(lists:seq(Part, 1000, 4)) end) || Part <- [0, 1, 2, 3]],
    io:format("~w~n", [lists:sum([receive Sum -> Sum end || _ <- [0, 1, 2, 3]])]).
