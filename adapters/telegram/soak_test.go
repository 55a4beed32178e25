package telegram

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"knead/adapters/telegram/telegramtest"
)

// TestSoak lets a bot with everything real talk for as long as KNEAD_SOAK says ("10m"), with new clients all the time, and compares its memory
// at the end with that after a fifth of the time.
func TestSoak(t *testing.T) {
	span, err := time.ParseDuration(os.Getenv("KNEAD_SOAK"))
	if err != nil {
		t.Skip("KNEAD_SOAK is not set")
	}
	srv := telegramtest.Start(t, telegramtest.Options{})
	cmd := launchChild(t, genuine, srv, t.TempDir())
	defer func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }()
	lines := []string{"hello %d", "what is cupping good for?", "deep tissue 60 fri 3pm orlando", "does massage help a stiff neck?", "/help"}
	begin, early, n := time.Now(), 0, 0
	next := begin
	for time.Since(begin) < span {
		for range 100 {
			n++
			srv.Client(t, int64(1000+n/10)).Say(strings.ReplaceAll(lines[n%len(lines)], "%d", strconv.Itoa(n)))
		}
		srv.Await(t, "all is acknowledged", func() bool { return srv.Waiting() == 0 })
		srv.Forget()
		if early == 0 && time.Since(begin) > span/5 {
			early = resident(t, cmd.Process.Pid)
		}
		if time.Now().After(next) {
			next = next.Add(span / 10)
			t.Logf("%v: %d updates, %d MB", time.Since(begin).Round(time.Second), n, resident(t, cmd.Process.Pid)/1024)
		}
	}
	if late := resident(t, cmd.Process.Pid); late > early*3/2 {
		t.Errorf("memory grew from %d to %d kB", early, late)
	}
}

// resident is a process's memory in kB.
func resident(t *testing.T, pid int) int {
	t.Helper()
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Skip("no /proc here")
	}
	for line := range strings.Lines(string(data)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			n, err := strconv.Atoi(strings.Fields(rest)[0])
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
	}
	return 0
}
