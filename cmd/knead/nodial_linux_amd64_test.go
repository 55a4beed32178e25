package main

import (
	"bytes"
	"errors"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
	"unsafe"
)

// Without a language model and without tokens the program makes no outgoing call at all. The kernel watches: a child of the
// test forbids itself the system call connect, by a seccomp filter that kills the process, and then runs the commands.

// nodialChild and nodialProgram are set in the child: the arguments of knead, with spaces between them, and its path.
const (
	nodialChild   = "KNEAD_TEST_NODIAL"
	nodialProgram = "KNEAD_TEST_NODIAL_PROGRAM"
)

// forbidConnect kills this process at its first connect.
func forbidConnect() error {
	type filter struct {
		code   uint16
		jt, jf uint8
		k      uint32
	}
	const (
		load, jump, ret    = 0x20, 0x15, 0x06
		kill, allow        = 0x80000000, 0x7fff0000
		setNoNewPrivs      = 38
		sysSeccomp, sync   = 317, 1
		modeFilter, number = 1, 0 // offset of the call's number
	)
	prog := []filter{{load, 0, 0, number}, {jump, 0, 1, syscall.SYS_CONNECT}, {ret, 0, 0, kill}, {ret, 0, 0, allow}}
	fprog := struct {
		n uint16
		p *filter
	}{uint16(len(prog)), &prog[0]}
	runtime.LockOSThread()
	if _, _, e := syscall.RawSyscall6(syscall.SYS_PRCTL, setNoNewPrivs, 1, 0, 0, 0, 0); e != 0 {
		return e
	}
	if _, _, e := syscall.RawSyscall(sysSeccomp, modeFilter, sync, uintptr(unsafe.Pointer(&fprog))); e != 0 {
		return e
	}
	return nil
}

// TestNoDialChild is the child: it becomes knead, which the filter still binds. By itself it does nothing.
func TestNoDialChild(t *testing.T) {
	args := os.Getenv(nodialChild)
	if args == "" {
		t.Skip("runs only as the child of TestNoOutgoingCall")
	}
	if err := forbidConnect(); err != nil {
		t.Skipf("seccomp is not to be had: %v", err)
	}
	argv := append([]string{"knead"}, strings.Split(args, " ")...)
	t.Fatal(syscall.Exec(os.Getenv(nodialProgram), argv, os.Environ()))
}

func nodialCommand(t *testing.T, args string, env ...string) (*exec.Cmd, *bytes.Buffer) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestNoDialChild$", "-test.v")
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	for _, e := range os.Environ() {
		if k, _, _ := strings.Cut(e, "="); !regexp.MustCompile(`TOKEN|OPENAI|KNEAD|TWILIO|_URL$`).MatchString(k) {
			cmd.Env = append(cmd.Env, e)
		}
	}
	cmd.Env = append(cmd.Env, nodialChild+"="+args, nodialProgram+"="+program(t), "XDG_STATE_HOME="+t.TempDir(), "KNEAD_LISTEN=127.0.0.1:0")
	cmd.Env = append(cmd.Env, env...)
	return cmd, &out
}

func TestNoOutgoingCall(t *testing.T) {
	t.Parallel()
	talk := `{"user":"a","say":"What is Swedish massage?"}` + "\n" + `{"user":"a","say":"deep tissue fri 3pm orlando"}` + "\n" +
		`{"user":"a","say":"so my aunt told me a long story about her back and I wonder does massage help with a stiff neck"}` + "\n" +
		`{"user":"b","say":"my face is drooping and my speech is slurred"}` + "\n" + `{"user":"c","say":"tiene efectos secundarios el masaje?"}` + "\n"
	for _, args := range []string{"ask What_is_Swedish_massage?", "chat --json", "config check", "screen I_feel_odd", "book deep_tissue_fri_3pm", "eval", "knowledge list"} {
		cmd, out := nodialCommand(t, args)
		cmd.Stdin = strings.NewReader(talk)
		if err := cmd.Run(); err != nil {
			t.Errorf("%s: %v (killed by the kernel means that it dialled): %s", args, err, tail(out))
		}
		if strings.Contains(out.String(), "--- SKIP") {
			t.Skip(out.String())
		}
	}
	// The control: with an address configured the same question does dial, and the child dies of it.
	cmd, out := nodialCommand(t, "ask What_is_Swedish_massage?", "OPENAI_BASE_URL=http://127.0.0.1:9/v1", "OPENAI_MODEL=m")
	err := cmd.Run()
	exit, ok := errors.AsType[*exec.ExitError](err)
	if !ok || exit.Sys().(syscall.WaitStatus).Signal() != syscall.SIGSYS {
		t.Errorf("with an endpoint the kernel saw no connect: %v: %s", err, tail(out))
	}
}

// The server too: it is asked from outside, and asks nobody.
func TestServeMakesNoOutgoingCall(t *testing.T) {
	t.Parallel()
	cmd, _ := nodialCommand(t, "serve")
	path := filepath.Join(t.TempDir(), "out")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	cmd.Stdout, cmd.Stderr = f, f
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	address := regexp.MustCompile(`http://127\.0\.0\.1:\d+`)
	var base string
	for base == "" { // however slow the machine, until it is open or has ended
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if base = address.FindString(string(data)); base != "" {
			break
		}
		select {
		case err := <-ended:
			if strings.Contains(string(data), "SKIP") {
				t.Skip(string(data))
			}
			t.Fatalf("serve ended before it was open: %v (killed by the kernel means that it dialled): %s", err, data)
		case <-time.After(20 * time.Millisecond):
		}
	}
	for _, say := range []string{"What is Swedish massage?", "deep tissue fri 3pm orlando", "I fell and my neck feels odd since"} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+"/api/messages", strings.NewReader(`{"say":"`+say+`"}`))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/json")
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Errorf("%s: %v", say, err)
			continue
		}
		if resp.StatusCode != http.StatusOK {
			t.Errorf("%s: status %d", say, resp.StatusCode)
		}
		_ = resp.Body.Close()
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Error(err)
	}
	if err := <-ended; err != nil {
		data, _ := os.ReadFile(path)
		t.Errorf("serve: %v (killed by the kernel means that it dialled): %s", err, data)
	}
}

func tail(b *bytes.Buffer) string {
	s := b.String()
	return s[max(0, len(s)-600):]
}
