//go:build !race

package main

// raced says that the race detector watches these tests.
const raced = false
