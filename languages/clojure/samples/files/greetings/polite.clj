(ns greetings.polite)

(defn greet [name]
  (str "Hello, " name "!"))
