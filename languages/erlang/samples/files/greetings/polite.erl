-module(polite).
-export([greet/1]).

greet(Name) ->
    ["Hello, ", Name, "!"].
