(println (reduce + (pmap #(reduce + (range % 1001 4)) (range 4))))
(shutdown-agents)
