let half numbers =
  numbers.(3) / 2

let () = print_int (half [| 1; 2 |])
