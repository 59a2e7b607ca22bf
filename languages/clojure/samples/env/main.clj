(doseq [name ["GREETING" "HOME" "LANG"]]
  (println (System/getenv name)))
