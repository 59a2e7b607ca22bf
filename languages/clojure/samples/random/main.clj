(println (rand))
(println (random-uuid))
(println (apply str (shuffle (range 40))))
(println (.nextLong (java.util.Random.)))
