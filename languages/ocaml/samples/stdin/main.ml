let () =
  let rec add sum = match input_line stdin with
    | line -> add (sum + int_of_string line)
    | exception End_of_file -> sum
  in
  Printf.printf "%d\n" (add 0)
