let answer = 42

let () = print_endline answer
