let () = print_endline (Event.describe 1)
