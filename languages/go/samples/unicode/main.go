package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"unicode/utf8"
)

func main() {
	line, _ := bufio.NewReader(os.Stdin).ReadString('\n')
	line = strings.TrimSuffix(line, "\n")
	fmt.Printf("✓ %s has %d characters\n", line, utf8.RuneCountInString(line))
}
