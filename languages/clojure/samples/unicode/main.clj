(let [line (read-line)]
  (println (str "✓ " line " has " (.codePointCount line 0 (count line)) " characters")))
