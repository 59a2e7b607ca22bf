let characters text =
  let rec count i n =
    if i >= String.length text then n
    else count (i + Uchar.utf_decode_length (String.get_utf_8_uchar text i)) (n + 1)
  in
  count 0 0

let () =
  let line = read_line () in
  Printf.printf "✓ %s has %d characters\n" line (characters line)
