package web

import (
	"bytes"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestInABrowser loads the pages in the Chromium that KNEAD_TEST_CHROMIUM names: the script runs under the policy, and
// the browser has nothing to complain about.
func TestInABrowser(t *testing.T) {
	chromium := os.Getenv("KNEAD_TEST_CHROMIUM")
	if chromium == "" {
		t.Skip("KNEAD_TEST_CHROMIUM is not set")
	}
	srv := httptest.NewServer(newServer(t, options(talk())))
	defer srv.Close()
	for target, want := range map[string]string{
		"/":                            `aria-describedby="keys privacy"`, // set by the script
		"/?lang=es":                    `aria-describedby="keys privacy"`,
		"/articles/neck-and-back-pain": `<h2 id="what-causes-it">`,
	} {
		var out, complaints bytes.Buffer
		cmd := exec.CommandContext(t.Context(), chromium, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
			"--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
			"--enable-logging=stderr", "--user-data-dir="+t.TempDir(), "--virtual-time-budget=2000", "--dump-dom", srv.URL+target)
		cmd.Stdout, cmd.Stderr = &out, &complaints
		if err := cmd.Run(); err != nil {
			t.Fatalf("%s: %v\n%s", target, err, complaints.String())
		}
		if !strings.Contains(out.String(), want) {
			t.Errorf("%s: the page lacks %s:\n%s", target, want, out.String())
		}
		for l := range strings.Lines(complaints.String()) {
			if strings.Contains(l, "CONSOLE") {
				t.Errorf("%s: %s", target, l)
			}
		}
	}
}
