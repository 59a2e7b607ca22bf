let () =
  List.iter (fun name -> print_endline (Sys.getenv name)) [ "GREETING"; "HOME"; "LANG" ]
