-module(main).
-export([main/1]).

main(_) ->
    {ok, Names} = file:read_file("names.txt"),
    [io:format("~ts~n", [polite:greet(Name)]) || Name <- string:lexemes(Names, "\n")].
