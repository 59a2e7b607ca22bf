(let ((line (read-line)))
  (format t "✓ ~a has ~d characters~%" line (length line)))
