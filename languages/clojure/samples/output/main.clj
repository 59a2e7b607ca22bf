(while true (println "more"))
