let () =
  let socket = Unix.socket PF_INET SOCK_STREAM 0 in
  match Unix.connect socket (ADDR_INET (Unix.inet_addr_of_string "192.0.2.1", 80)) with
  | () -> print_endline "connected"
  | exception Unix.Unix_error _ -> print_endline "no network"
