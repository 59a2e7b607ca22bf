package main

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"sync"
	"syscall"
	"time"
)

func main() {
	var group sync.WaitGroup
	var lock sync.Mutex
	sum := 0
	for i := 0; i < 1000; i++ {
		group.Add(1)
		go func(i int) {
			defer group.Done()
			time.Sleep(time.Millisecond)
			lock.Lock()
			sum += i
			lock.Unlock()
		}(i)
	}
	group.Wait()
	fmt.Println(sum)

	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	go func() {
		peer, _ := listener.Accept()
		line, _ := bufio.NewReader(peer).ReadString('\n')
		fmt.Fprintf(peer, "heard %s", line)
		peer.Close()
	}()
	client, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		panic(err)
	}
	fmt.Fprintln(client, "hello")
	answer, _ := bufio.NewReader(client).ReadString('\n')
	fmt.Print(answer)

	output, err := exec.Command("echo", "from a child").Output()
	fmt.Print(string(output), err, "\n")

	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGUSR1)
	syscall.Kill(os.Getpid(), syscall.SIGUSR1)
	fmt.Println(<-signals)

	var garbage [][]byte
	for i := 0; i < 2000; i++ {
		garbage = append(garbage[len(garbage)/2:], make([]byte, 1<<20))
		if len(garbage) > 32 {
			garbage = nil
		}
	}
	runtime.GC()
	fmt.Println("collected")
}
