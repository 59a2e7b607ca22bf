#!/bin/sh
# Compiles the standard library into a build cache that all cells share.
set -e
../.image/run-in-tree env HOME=/tmp GOCACHE=/usr/lib/hotcell/go/cache GOTELEMETRY=off GOPROXY=off CGO_ENABLED=0 GO111MODULE=off go build std
