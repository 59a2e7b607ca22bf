let () =
  print_endline "leaving";
  exit 3
