(println
  (try
    (.connect (java.net.Socket.) (java.net.InetSocketAddress. "192.0.2.1" 80) 1000)
    "connected"
    (catch java.io.IOException _ "no network")))
