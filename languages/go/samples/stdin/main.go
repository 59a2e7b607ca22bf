package main

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
)

func main() {
	sum := 0
	for scanner := bufio.NewScanner(os.Stdin); scanner.Scan(); {
		number, err := strconv.Atoi(scanner.Text())
		if err != nil {
			panic(err)
		}
		sum += number
	}
	fmt.Println(sum)
}
