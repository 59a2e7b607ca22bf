let () =
  In_channel.with_open_text "names.txt" In_channel.input_all
  |> String.trim
  |> String.split_on_char '\n'
  |> List.iter (fun name -> print_endline (Polite.greet name))
