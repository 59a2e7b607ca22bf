(let ((threads (loop for part below 4
                     collect (let ((first part))
                               (sb-thread:make-thread
                                (lambda () (loop for i from first to 1000 by 4 sum i)))))))
  (format t "~d~%" (reduce #'+ (mapcar #'sb-thread:join-thread threads))))
