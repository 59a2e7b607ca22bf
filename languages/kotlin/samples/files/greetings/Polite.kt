package greetings

fun greet(name: String) = "Hello, $name!"
