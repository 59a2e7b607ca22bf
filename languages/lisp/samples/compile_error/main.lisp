(format t "printed: forms are read one after the other~%")
(format t "~a~%" (+ 1 2)
