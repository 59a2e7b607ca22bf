package greetings

func Greet(name string) string {
	return "Hello, " + name + "!"
}
