package main

func half(numbers []int) int {
	return numbers[3] / 2
}

func main() {
	half([]int{1, 2})
}
