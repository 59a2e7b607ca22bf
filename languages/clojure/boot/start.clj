;; Clojure loads this file before it looks at the program (-i), in a cold start too: stack traces show numbers that grow with everything that is
;; loaded. The specs of Clojure's own macros are what the first macro of a program would load.
(require 'clojure.core.specs.alpha)

;; A runtime that boots ahead waits here until there is a program. Everything else happens as in a cold start, by Clojure itself.
(when (System/clearProperty "hotcell.boot")
  (letfn [(descriptor [number]
            (.newInstance (doto (.getDeclaredConstructor java.io.FileDescriptor (into-array Class [Integer/TYPE])) (.setAccessible true))
                          (object-array [(int number)])))]
    (with-open [ready (java.io.FileOutputStream. ^java.io.FileDescriptor (descriptor 101))]
      (.write ready 49))
    (let [text (with-open [control (java.io.FileInputStream. ^java.io.FileDescriptor (descriptor 100))]
                 (String. (.readAllBytes control) "UTF-8"))
          words (butlast (.split text "\u0000" -1))]
      (when (empty? words)
        (.halt (Runtime/getRuntime) 125))
      (System/setProperty "sun.java.command" (clojure.string/join " " (cons (System/getProperty "sun.java.command") (next words))))
      (set! *command-line-args* (next (seq (into-array String words)))))))
