(dolist (arg (rest *posix-argv*))
  (format t "[~a]~%" arg))
