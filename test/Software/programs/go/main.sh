export GOCACHE=/tmp/go GOPATH=/tmp/gopath GO111MODULE=off GOTOOLCHAIN=local
go build -o main main.go && ./main
