(* A module of a library that comes with the compiler has this name as well. *)
let describe n = Printf.sprintf "event %d" n
