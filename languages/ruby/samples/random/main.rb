require 'securerandom'

puts rand(1 << 62), Random.new.seed, 'text'.hash, [*1..40].shuffle.join(' '), SecureRandom.hex
