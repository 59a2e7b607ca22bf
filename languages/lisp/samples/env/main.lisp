(dolist (name '("GREETING" "HOME" "LANG"))
  (format t "~a~%" (sb-ext:posix-getenv name)))
