(load "greetings/polite.lisp")

(with-open-file (names "names.txt")
  (loop for name = (read-line names nil)
        while name
        do (format t "~a~%" (greet name))))
