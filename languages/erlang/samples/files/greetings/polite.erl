-module(polite).
-export([greet/1]).
-include("polite.hrl").

greet(Name) ->
    text(#greeting{name = Name}).

text(#greeting{word = Word, name = Name}) ->
    [Word, ", ", Name, "!"].
