package main

import (
	"fmt"
	"os"
)

func main() {
	for _, name := range []string{"GREETING", "HOME", "LANG"} {
		fmt.Println(os.Getenv(name))
	}
}
