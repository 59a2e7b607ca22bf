(format t "started~%")
(finish-output)
(loop)
