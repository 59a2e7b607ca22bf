(* What comes with the compiler, and is linked where it is named. *)
let () =
  let words = Str.split (Str.regexp "[ ,]+") "one, two  three" in
  let count = ref 0 in
  let threads = List.map (Thread.create (fun word -> count := !count + String.length word)) words in
  List.iter Thread.join threads;
  Printf.printf "%s %d %b\n" (String.concat "|" words) !count (Unix.getpid () > 0)
