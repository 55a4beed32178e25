package triage

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"text/tabwriter"

	"knead/bot"
)

// A Row is one labelled conversation.
type Row struct {
	Level    bot.Level
	Grey     bool // a careful human would ask first; Flag is what they would be unsure of
	Flag     bot.FlagID
	Lang     string
	Style    string
	Messages []string
	Line     int
}

// ReadRows reads labelled rows: level, flag, language, style and text, parted by tabs; messages of one conversation are
// parted by " || ". The level may be "grey". Lines that begin with "# " are remarks. Errors name the line.
func ReadRows(r io.Reader) ([]Row, error) {
	var rows []Row
	s := bufio.NewScanner(r)
	s.Buffer(make([]byte, 0, 64*1024), 1<<20)
	for n := 1; s.Scan(); n++ {
		if s.Text() == "" || strings.HasPrefix(s.Text(), "# ") {
			continue
		}
		f := strings.Split(s.Text(), "\t")
		if len(f) != 5 {
			return nil, fmt.Errorf("line %d: has %d columns, want 5: level, flag, language, style, text", n, len(f))
		}
		row := Row{Flag: bot.FlagID(f[1]), Lang: f[2], Style: f[3], Messages: strings.Split(f[4], " || "), Line: n}
		if row.Flag == "-" {
			row.Flag = ""
		}
		if f[0] == "grey" {
			row.Grey = true
		} else if err := row.Level.UnmarshalText([]byte(f[0])); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		rows = append(rows, row)
	}
	if err := s.Err(); err != nil {
		return nil, fmt.Errorf("read rows: %w", err)
	}
	return rows, nil
}

// A Result is what the screener made of a row.
type Result struct {
	Row     Row
	Verdict bot.Verdict // after the last message
	Asked   bool        // after any message
}

// Found reports whether the level is in the right tier: urgent or above for urgent and emergency; at least clearance or
// precaution for those. For rows of level none and grey it reports false.
func (r *Result) Found() bool {
	switch r.Row.Level {
	case bot.Emergency, bot.Urgent:
		return r.Verdict.Level >= bot.Urgent
	case bot.Clearance, bot.Precaution:
		return r.Verdict.Level >= r.Row.Level
	case bot.None:
	}
	return false
}

// A Rate is k of n.
type Rate struct{ K, N int }

// Wilson returns the bounds of the 95 % Wilson score interval, 0 to 1. For N 0 they are 0 and 1.
func (r Rate) Wilson() (low, high float64) {
	if r.N == 0 {
		return 0, 1
	}
	const z = 1.959964
	n, p := float64(r.N), float64(r.K)/float64(r.N)
	mid := p + z*z/(2*n)
	half := z * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	return max(0, (mid-half)/(1+z*z/n)), min(1, (mid+half)/(1+z*z/n))
}

// String returns "95.0 % (93.1–96.4) 380/400".
func (r Rate) String() string {
	if r.N == 0 {
		return "-"
	}
	low, high := r.Wilson()
	return fmt.Sprintf("%.1f %% (%.1f–%.1f) %d/%d", 100*float64(r.K)/float64(r.N), 100*low, 100*high, r.K, r.N)
}

func (r *Rate) count(hit bool) {
	r.N++
	if hit {
		r.K++
	}
}

// A Score is what a group of rows came to.
type Score struct {
	Found        Rate // of rows with a level: in the right tier
	FoundOrAsked Rate // or a safety question was put
	LeftAlone    Rate // of ordinary talk: level precaution or less
	AskedIdle    Rate // of ordinary talk: a safety question was put for nothing
	FalseUrgent  Rate // of ordinary talk: urgent or above
	Grey         Rate // of grey rows: asked, or urgent and above
}

func (s *Score) count(r *Result) {
	switch {
	case r.Row.Grey:
		s.Grey.count(r.Asked || r.Verdict.Level >= bot.Urgent)
	case r.Row.Level == bot.None:
		s.LeftAlone.count(r.Verdict.Level <= bot.Precaution)
		s.AskedIdle.count(r.Asked)
		s.FalseUrgent.count(r.Verdict.Level >= bot.Urgent)
	default:
		s.Found.count(r.Found())
		s.FoundOrAsked.count(r.Found() || r.Asked)
	}
}

// A Report is an evaluation: the whole, and by level, flag, language and style.
type Report struct {
	All       Score
	ByLevel   map[string]*Score
	ByFlag    map[string]*Score
	ByLang    map[string]*Score
	ByStyle   map[string]*Score
	Confusion map[string]map[string]int // labelled level → screened level → rows
	Results   []Result
}

// Evaluate screens every row with s and counts.
func Evaluate(s bot.Screener, rows []Row) *Report {
	rep := NewReport()
	rep.Add(s, rows)
	return rep
}

// NewReport returns a report without rows.
func NewReport() *Report {
	return &Report{ByLevel: map[string]*Score{}, ByFlag: map[string]*Score{}, ByLang: map[string]*Score{}, ByStyle: map[string]*Score{},
		Confusion: map[string]map[string]int{}}
}

// Add screens rows with s and counts them too. Held-out parts, each with its own screener, make one report so.
func (rep *Report) Add(s bot.Screener, rows []Row) {
	for _, row := range rows {
		res := Result{Row: row}
		var signs bot.Signs
		for _, m := range row.Messages {
			res.Verdict = s.Screen(signs, m)
			signs = res.Verdict.Signs
			res.Asked = res.Asked || res.Verdict.Ask != ""
		}
		level := row.Level.String()
		if row.Grey {
			level = "grey"
		}
		rep.All.count(&res)
		for _, g := range []struct {
			in  map[string]*Score
			key string
		}{{rep.ByLevel, level}, {rep.ByFlag, string(row.Flag)}, {rep.ByLang, row.Lang}, {rep.ByStyle, row.Style}} {
			if g.key == "" {
				g.key = "-"
			}
			if g.in[g.key] == nil {
				g.in[g.key] = &Score{}
			}
			g.in[g.key].count(&res)
		}
		if rep.Confusion[level] == nil {
			rep.Confusion[level] = map[string]int{}
		}
		rep.Confusion[level][res.Verdict.Level.String()]++
		rep.Results = append(rep.Results, res)
	}
}

// Write prints the report as plain-text tables.
func (r *Report) Write(w io.Writer) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(tw, "rows: %d\n\n", len(r.Results))
	fmt.Fprintln(tw, "\tfound\tfound or asked\tleft alone\tasked for nothing\tfalse urgent+\tgrey asked")
	row := func(name string, s *Score) {
		fmt.Fprintf(tw, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", name, s.Found, s.FoundOrAsked, s.LeftAlone, s.AskedIdle, s.FalseUrgent, s.Grey)
	}
	row("all", &r.All)
	for _, g := range []struct {
		name string
		of   map[string]*Score
	}{{"level", r.ByLevel}, {"language", r.ByLang}, {"style", r.ByStyle}, {"flag", r.ByFlag}} {
		fmt.Fprintf(tw, "\nby %s\n", g.name)
		keys := make([]string, 0, len(g.of))
		for k := range g.of {
			keys = append(keys, k)
		}
		slices.SortFunc(keys, func(a, b string) int {
			if g.name == "level" {
				return slices.Index(levelOrder(), a) - slices.Index(levelOrder(), b)
			}
			return strings.Compare(a, b)
		})
		for _, k := range keys {
			row(k, g.of[k])
		}
	}
	fmt.Fprintf(tw, "\nlabelled \\ screened\t%s\n", strings.Join(levelOrder()[:5], "\t"))
	for _, label := range levelOrder() {
		if r.Confusion[label] == nil {
			continue
		}
		fmt.Fprint(tw, label)
		for _, got := range levelOrder()[:5] {
			fmt.Fprintf(tw, "\t%d", r.Confusion[label][got])
		}
		fmt.Fprintln(tw)
	}
	if err := tw.Flush(); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}

func levelOrder() []string {
	return []string{"emergency", "urgent", "clearance", "precaution", "none", "grey"}
}
