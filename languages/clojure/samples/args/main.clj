(doseq [arg *command-line-args*]
  (println (str "[" arg "]")))
