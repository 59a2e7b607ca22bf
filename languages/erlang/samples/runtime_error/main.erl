-module(main).
-export([main/1]).

main(_) ->
    half(3, 0).

half(Number, Zero) ->
    Number div Zero.
