(format t "leaving~%")
(exit :code 3)
