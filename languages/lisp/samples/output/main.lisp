(loop (format t "more~%"))
