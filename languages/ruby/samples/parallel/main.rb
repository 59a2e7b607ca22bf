threads = (0..3).map { |part| Thread.new { (part..1000).step(4).sum } }
puts threads.sum(&:value)
