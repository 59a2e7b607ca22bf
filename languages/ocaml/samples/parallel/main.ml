let add part () =
  let rec loop i sum = if i > 1000 then sum else loop (i + 4) (sum + i) in
  loop part 0

let () =
  List.init 4 (fun part -> Domain.spawn (add part))
  |> List.map Domain.join
  |> List.fold_left ( + ) 0
  |> Printf.printf "%d\n"
