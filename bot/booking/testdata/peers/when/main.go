// Command when reads lines of JSON {"text", "now"} and answers each with {"date", "time", "us"}: what olebedev/when makes of it.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/olebedev/when"
	"github.com/olebedev/when/rules/common"
	"github.com/olebedev/when/rules/en"
)

func main() {
	w := when.New(nil)
	w.Add(en.All...)
	w.Add(common.All...)
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		panic(err)
	}
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		var l struct {
			Text string
			Now  time.Time
		}
		if err := json.Unmarshal(in.Bytes(), &l); err != nil {
			panic(err)
		}
		now := l.Now.In(zone)
		const n = 20
		start := time.Now()
		var r *when.Result
		for range n {
			r, _ = w.Parse(l.Text, now)
		}
		us := float64(time.Since(start).Nanoseconds()) / 1000 / n
		date, clock := "", ""
		if r != nil {
			t := r.Time
			date = t.Format("2006-01-02")
			if t.Hour() != now.Hour() || t.Minute() != now.Minute() {
				if h := t.Hour(); h >= 1 && h <= 7 && !strings.Contains(strings.ToLower(r.Text), "am") {
					t = t.Add(12 * time.Hour) // a bare hour, as at a massage practice
				}
				clock = t.Format("15:04")
			}
		}
		out, err := json.Marshal(map[string]any{"date": date, "time": clock, "us": us})
		if err != nil {
			panic(err)
		}
		fmt.Println(string(out))
	}
}
