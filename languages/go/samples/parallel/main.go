package main

import (
	"fmt"
	"sync"
)

func main() {
	var wait sync.WaitGroup
	sums := make(chan int, 4)
	for part := range 4 {
		wait.Add(1)
		go func() {
			defer wait.Done()
			sum := 0
			for i := part; i <= 1000; i += 4 {
				sum += i
			}
			sums <- sum
		}()
	}
	wait.Wait()
	close(sums)

	total := 0
	for sum := range sums {
		total += sum
	}
	fmt.Println(total)
}
