package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

// program returns the path of knead as a program of its own. Under the race detector it is built without it: a command that
// runs once starts ten times slower with it and has nothing to race, and what serves is watched in the tests' own process,
// in the script of knead serve and in the processes that are killed.
func program(t testing.TB) string {
	t.Helper()
	path, err := plainProgram()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

var plainProgram = sync.OnceValues(func() (string, error) {
	own, err := exec.LookPath("knead") // TestMain put it there
	if err != nil || !raced {
		return own, err
	}
	path := filepath.Join(filepath.Dir(own), "plain", "knead") // removed with the other
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return "", err
	}
	cmd := exec.Command("go", "build", "-o", path, ".")
	cmd.Stderr = os.Stderr
	return path, cmd.Run()
})
