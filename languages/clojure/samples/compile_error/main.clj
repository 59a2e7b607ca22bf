(println "printed: forms are compiled one after the other")
(println (+ 1 undeclared))
