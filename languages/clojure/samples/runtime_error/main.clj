(defn half [numbers]
  (quot (nth numbers 3) 2))

(half [1 2])
