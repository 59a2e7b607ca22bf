package main

import (
	"fmt"
	"os"
	"strings"

	"example/greetings"
)

func main() {
	names, err := os.ReadFile("names.txt")
	if err != nil {
		panic(err)
	}
	for _, name := range strings.Fields(string(names)) {
		fmt.Println(greetings.Greet(name))
	}
}
