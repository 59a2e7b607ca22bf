(require '[clojure.string :as string]
         '[greetings.polite :as polite])

(doseq [name (string/split-lines (slurp "names.txt"))]
  (println (polite/greet name)))
