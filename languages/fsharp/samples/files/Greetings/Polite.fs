module Greetings.Polite

let greet name = $"Hello, {name}!"
