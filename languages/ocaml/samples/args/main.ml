let () =
  Array.iteri (fun i arg -> if i > 0 then Printf.printf "[%s]\n" arg) Sys.argv
