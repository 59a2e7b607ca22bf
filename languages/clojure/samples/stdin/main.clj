(println (transduce (map parse-long) + (line-seq (java.io.BufferedReader. *in*))))
