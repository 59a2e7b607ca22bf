let () =
  let rec loop kept = loop (Bytes.make (1 lsl 20) 'x' :: kept) in
  loop []
