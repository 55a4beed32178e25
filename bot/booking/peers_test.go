package booking_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A peerLine is a line of a peer's input, and what it should read.
type peerLine struct {
	Text string `json:"text"`
	Now  string `json:"now"`
	Lang string `json:"lang"`
	kind string
	want map[string]string
}

// A peerDate is what a peer reads.
type peerDate struct {
	Date string  `json:"date"`
	Time string  `json:"time"`
	US   float64 `json:"us"`
}

// TestPeers reads the days and hours of the fresh lines with olebedev/when, chrono-node and Microsoft's recognizers beside ours,
// and logs what each gets right, by field and kind, with the time of a line. It runs where KNEAD_DATE_PEERS names a folder with
// node_modules of the npm packages and, as when/when, the program of testdata/peers/when. KNEAD_DATE_LINES may name a file of
// JSON Lines to read in place of the fresh ones: {"text", "now", "want": {"date", "time", …}}.
func TestPeers(t *testing.T) {
	dir := os.Getenv("KNEAD_DATE_PEERS")
	if dir == "" {
		t.Skip("KNEAD_DATE_PEERS is not set: no other date libraries to compare with")
	}
	lines := peerLines(t)
	if name := os.Getenv("KNEAD_DATE_LINES"); name != "" {
		lines = foreignLines(t, name)
	}
	read := map[string][]peerDate{"ours": ours(t, lines)}
	for name, argv := range map[string][]string{
		"chrono-node": {"node", "testdata/peers/dates.cjs", "chrono"}, "recognizers": {"node", "testdata/peers/dates.cjs", "recognizers"},
		"when": {filepath.Join(dir, "when", "when")},
	} {
		read[name] = ask(t, argv, filepath.Join(dir, "node_modules"), lines)
	}
	for _, name := range []string{"ours", "recognizers", "chrono-node", "when"} {
		score(t, name, lines, read[name])
	}
}

// peerLines are the fresh lines that name a day or an hour which exists.
func peerLines(t *testing.T) []peerLine {
	zone := embedded(t).Zone
	var out []peerLine
	for _, name := range []string{"fresh_en.txt", "fresh_es.txt", "third_en.txt", "third_es.txt", "fourth_en.txt", "fourth_es.txt"} {
		_, of := kindsOf(t, name)
		for _, c := range readCases(t, name, zone) {
			l := peerLine{Text: c.text, Now: c.now.Format(time.RFC3339), Lang: strings.TrimSuffix(name, ".txt")[len(name)-6:], kind: of[c.row], want: map[string]string{}}
			for _, f := range strings.Fields(c.want) {
				if k, v, ok := strings.Cut(f, "="); ok {
					l.want[k] = v
				} else if f == "invalid" {
					l.want = nil
					break
				}
			}
			if l.want["date"] != "" || l.want["time"] != "" {
				out = append(out, l)
			}
		}
	}
	return out
}

func ours(t *testing.T, lines []peerLine) []peerDate {
	r := newReader(t)
	out := make([]peerDate, 0, len(lines))
	for _, l := range lines {
		now, err := time.Parse(time.RFC3339, l.Now)
		if err != nil {
			t.Fatal(err)
		}
		const n = 20
		start := time.Now()
		rd := r.Read(l.Text, now, "")
		for range n - 1 {
			r.Read(l.Text, now, "")
		}
		out = append(out, peerDate{Date: rd.Request.Date, Time: rd.Request.Time, US: float64(time.Since(start).Nanoseconds()) / 1000 / n})
	}
	return out
}

func ask(t *testing.T, argv []string, modules string, lines []peerLine) []peerDate {
	t.Helper()
	var in bytes.Buffer
	enc := json.NewEncoder(&in)
	for _, l := range lines {
		if err := enc.Encode(l); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.CommandContext(t.Context(), argv[0], argv[1:]...)
	cmd.Stdin, cmd.Stderr = &in, os.Stderr
	cmd.Env = append(os.Environ(), "NODE_PATH="+modules, "TZ=America/New_York")
	data, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %v", argv, err)
	}
	var out []peerDate
	dec := json.NewDecoder(bytes.NewReader(data))
	for range lines {
		var d peerDate
		if err := dec.Decode(&d); err != nil {
			t.Fatalf("%v: %v", argv, err)
		}
		out = append(out, d)
	}
	return out
}

func score(t *testing.T, name string, lines []peerLine, got []peerDate) {
	type tally struct{ right, all int }
	fields, kinds := map[string]*tally{"day": {}, "hour": {}, "both": {}}, map[string]*tally{}
	var us float64
	for i, l := range lines {
		us += got[i].US
		day, hour := l.want["date"] == got[i].Date, l.want["time"] == got[i].Time
		count := func(x *tally, right bool) {
			x.all++
			if right {
				x.right++
			}
		}
		if l.want["date"] != "" {
			count(fields["day"], day)
		}
		if l.want["time"] != "" {
			count(fields["hour"], hour)
		}
		if l.want["date"] == "" || l.want["time"] == "" {
			continue
		}
		count(fields["both"], day && hour)
		k := l.Lang + " " + l.kind
		if kinds[k] == nil {
			kinds[k] = &tally{}
		}
		count(kinds[k], day && hour)
	}
	t.Logf("%-12s day %d/%d  hour %d/%d  both %d/%d  %.0f µs a line", name, fields["day"].right, fields["day"].all,
		fields["hour"].right, fields["hour"].all, fields["both"].right, fields["both"].all, us/float64(len(lines)))
	for _, l := range []string{"en ", "es "} {
		for _, k := range []string{"one line", "days", "holidays", "clocks", "people", "typos", "mixed"} {
			if x := kinds[l+k]; x != nil {
				t.Logf("   %-12s %s%s: %d/%d", name, l, k, x.right, x.all)
			}
		}
	}
}

// foreignLines reads lines of people who have not seen the parser.
func foreignLines(t *testing.T, name string) []peerLine {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var out []peerLine
	for line := range bytes.Lines(data) {
		var in struct {
			Text, Now string
			Want      map[string]any
		}
		if err := json.Unmarshal(line, &in); err != nil {
			t.Fatal(err)
		}
		l := peerLine{Text: in.Text, Now: in.Now, Lang: "en", kind: "one line", want: map[string]string{}}
		for _, k := range []string{"date", "time"} {
			l.want[k], _ = in.Want[k].(string)
		}
		if in.Want["invalid"] == true || in.Want["intent"] == "none" || l.want["date"] == "" && l.want["time"] == "" {
			continue
		}
		for _, w := range strings.Fields(strings.ToLower(in.Text)) {
			switch strings.Trim(w, ",.;:!?¿¡") {
			case "el", "la", "las", "los", "del", "al", "para", "pal", "con", "una", "mi", "que", "por", "mañana", "hoy", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "sabado", "domingo":
				l.Lang = "es"
			}
		}
		out = append(out, l)
	}
	return out
}
