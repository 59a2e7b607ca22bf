let () =
  while true do print_endline "more" done
