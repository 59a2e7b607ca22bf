-module(main).
-export([main/1]).

main(_) ->
    io:format("started~n"),
    loop().

loop() ->
    loop().
