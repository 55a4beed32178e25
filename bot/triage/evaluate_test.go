package triage

import (
	"strings"
	"testing"
)

func TestEvaluate(t *testing.T) {
	rows, err := ReadRows(strings.NewReader("# a remark\n" +
		"emergency\tcardiac\ten\tplain\tthere's an elephant on my chest\n" +
		"urgent\tdvt\ten\tplain\tnothing to see\n" +
		"none\t-\tes\tidiom\tme muero por un masaje\n" +
		"grey\tcauda-equina\ten\tsplit\tmy back hurts || and my leg hurts\n"))
	if err != nil {
		t.Fatal(err)
	}
	rep := Evaluate(engine(t), rows)
	if rep.All.Found != (Rate{1, 2}) || rep.All.LeftAlone != (Rate{1, 1}) || rep.All.Grey != (Rate{1, 1}) || rep.ByLang["es"].FalseUrgent != (Rate{0, 1}) {
		t.Errorf("%+v", rep.All)
	}
	if rep.Confusion["urgent"]["none"] != 1 {
		t.Errorf("confusion %v", rep.Confusion)
	}
	var b strings.Builder
	if err := rep.Write(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"rows: 4", "by language", "50.0 % (9.5–90.5) 1/2", "labelled \\ screened"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, b.String())
		}
	}
}

func TestReadRowsNamesTheLine(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"none\t-\ten\tplain\n", "line 1: has 4 columns"},
		{"# x\nhigh\t-\ten\tplain\thello\n", "line 2: unknown level"},
	} {
		if _, err := ReadRows(strings.NewReader(c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want %q", c.text, err, c.want)
		}
	}
}
