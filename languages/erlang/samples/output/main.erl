-module(main).
-export([main/1]).

main(Args) ->
    io:format("more~n"),
    main(Args).
