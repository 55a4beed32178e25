package guard

import (
	"regexp"
	"strings"
	"unicode"
)

var linkForm = regexp.MustCompile(`(?i)^[\[(<"']*(?:https?://|www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?:[/?#:].*)?$|@[a-z0-9_]|^[\w.+-]+@[\w-]+`)

// isLink reports whether a word is a web address, an e-mail address or a handle.
func isLink(w string) bool {
	w = trimLink(w)
	if strings.Contains(w, "://") || strings.HasPrefix(w, "www.") || strings.Contains(w, "@") {
		return true
	}
	return strings.Contains(w, ".") && linkForm.MatchString(w) && !strings.HasSuffix(w, ".")
}

func trimLink(w string) string {
	w = strings.ToLower(strings.TrimFunc(w, func(r rune) bool { return strings.ContainsRune(".,;:!?()[]<>\"'*…»«", r) }))
	w = strings.TrimPrefix(strings.TrimPrefix(w, "https://"), "http://")
	return strings.TrimSuffix(w, "/")
}

// links checks that every link and every run of seven or more digits stands in a cited passage as it is.
func links(sentence string, cited []Passage) Verdict {
	var all strings.Builder
	for _, p := range cited {
		all.WriteString(p.Text + " " + p.Context + " ")
	}
	known, digits := map[string]bool{}, digitRuns(all.String())
	for _, f := range strings.Fields(strings.NewReplacer("(", " ", ")", " ", "[", " ", "]", " ").Replace(all.String())) {
		known[trimLink(fold(f))] = true
	}
	for _, f := range strings.Fields(strings.NewReplacer("(", " ", ")", " ", "[", " ", "]", " ").Replace(sentence)) {
		if f = fold(f); isLink(f) && !known[trimLink(f)] {
			return Verdict{Link, f}
		}
	}
	for run := range digitRuns(sentence) {
		if !digits[run] {
			return Verdict{Link, run}
		}
	}
	return Verdict{}
}

// digitRuns are the telephone numbers of a text as digits alone: seven digits or more with nothing but separators between.
func digitRuns(text string) map[string]bool {
	out := map[string]bool{}
	var b strings.Builder
	flush := func() {
		if b.Len() >= 7 {
			out[b.String()] = true
		}
		b.Reset()
	}
	for _, r := range text {
		switch {
		case unicode.IsDigit(r):
			b.WriteRune(r)
		case strings.ContainsRune(" -.()+/", r):
		default:
			flush()
		}
	}
	flush()
	return out
}
