package bot

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

//go:embed texts/*.txt
var textFiles embed.FS

// A TextID names a sentence that knead says. The sentences are data, in texts/en.txt and texts/es.txt.
type TextID string

// Texts are knead's own sentences in every language it speaks.
type Texts map[Lang]map[TextID]string

// DefaultTexts returns the embedded texts.
func DefaultTexts() (Texts, error) {
	sub, err := fs.Sub(textFiles, "texts")
	if err != nil {
		return nil, fmt.Errorf("texts: %w", err)
	}
	return LoadTexts(sub)
}

// LoadTexts reads en.txt and es.txt, and the optional short forms beside them, from fsys: "[id]" on a line of its own, then the text up to the next one; lines that
// begin with "# " are remarks. Every ID of this package must be there in both languages, with the same placeholders, and
// no other.
func LoadTexts(fsys fs.FS) (Texts, error) {
	t := make(Texts)
	for _, l := range []Lang{English, Spanish} {
		name := string(l) + ".txt"
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("texts: %w", err)
		}
		if t[l], err = parseTexts(name, string(data)); err != nil {
			return nil, err
		}
	}
	for _, id := range textIDs() {
		en, es := placeholders(t[English][id]), placeholders(t[Spanish][id])
		if !slices.Equal(en, es) {
			return nil, fmt.Errorf("es.txt: [%s]: has the placeholders %v, en.txt has %v", id, es, en)
		}
	}
	for _, l := range []Lang{English, Spanish} {
		if err := t.loadShorter(fsys, l); err != nil {
			return nil, err
		}
		if err := t.loadBrief(fsys, l); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// forBrief marks the ID of a flag's advice in few words, from brief.en.txt and brief.es.txt. They are optional.
const forBrief = "@brief"

// loadBrief reads the advice in few words of one language. Its placeholders are those of the country's numbers.
func (t Texts) loadBrief(fsys fs.FS, l Lang) error {
	name := "brief." + string(l) + ".txt"
	data, err := fs.ReadFile(fsys, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("texts: %w", err)
	}
	brief, err := parseSome(name, string(data), nil)
	if err != nil {
		return err
	}
	for id, text := range brief {
		for _, p := range placeholders(text) {
			if !slices.Contains(NumberKeys(), p) {
				return fmt.Errorf("%s: [%s]: has the placeholder {%s}; known are %s", name, id, p, strings.Join(NumberKeys(), ", "))
			}
		}
		t[l][id+forBrief] = text
	}
	return nil
}

// brief returns what a flag advises in few words, with its placeholders; empty where there is no such text.
func (t Texts) brief(l Lang, f Flag) string {
	return t[l][TextID(string(f.ID)+" "+f.Level.String())+forBrief]
}

// forSMS marks the ID of a text's shorter variant for text messages, from sms.en.txt and sms.es.txt. They are optional.
const forSMS = "@sms"

// loadShorter reads the variants of one language. A variant may leave placeholders out, and has none of its own.
func (t Texts) loadShorter(fsys fs.FS, l Lang) error {
	name := "sms." + string(l) + ".txt"
	data, err := fs.ReadFile(fsys, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("texts: %w", err)
	}
	shorter, err := parseSome(name, string(data), textIDs())
	if err != nil {
		return err
	}
	for id, text := range shorter {
		for _, p := range placeholders(text) {
			if !slices.Contains(append(placeholders(t[l][id]), "example", "practice", "emergency"), p) {
				return fmt.Errorf("%s: [%s]: has the placeholder {%s}, which %s.txt does not have there", name, id, p, l)
			}
		}
		if text != "" {
			t[l][id+forSMS] = text
		}
	}
	return nil
}

// Say returns the text of id in l as it is said on c, with its placeholders.
func (t Texts) Say(c Channel, l Lang, id TextID) string {
	if c == SMS {
		if short, ok := t[l][id+forSMS]; ok {
			return short
		}
	}
	return t[l][id]
}

func parseTexts(name, data string) (map[TextID]string, error) {
	texts, err := parseSome(name, data, textIDs())
	if err != nil {
		return nil, err
	}
	for _, id := range textIDs() {
		if texts[id] == "" {
			return nil, fmt.Errorf("%s: [%s]: missing or empty", name, id)
		}
	}
	return texts, nil
}

// parseSome reads a text file; not every ID of known need be there, and no others may be. known nil allows any.
func parseSome(name, data string, known []TextID) (map[TextID]string, error) {
	texts := make(map[TextID]string)
	var id TextID
	var body []string
	finish := func() { texts[id] = strings.TrimSpace(strings.Join(body, "\n")) }
	for i, line := range strings.Split(data, "\n") {
		if strings.HasPrefix(line, "# ") {
			continue
		}
		key, found := strings.CutPrefix(line, "[")
		if key, closed := strings.CutSuffix(key, "]"); found && closed {
			if id != "" {
				finish()
			}
			id, body = TextID(key), nil
			if _, twice := texts[id]; twice {
				return nil, fmt.Errorf("%s:%d: [%s]: is there twice", name, i+1, id)
			}
			if known != nil && !slices.Contains(known, id) {
				return nil, fmt.Errorf("%s:%d: [%s]: knead has no such text", name, i+1, id)
			}
			continue
		}
		if id == "" && strings.TrimSpace(line) != "" {
			return nil, fmt.Errorf("%s:%d: text before the first [id]", name, i+1)
		}
		body = append(body, line)
	}
	if id != "" {
		finish()
	}
	return texts, nil
}

// placeholders returns the {names} in text, sorted, each once.
func placeholders(text string) []string {
	var names []string
	for {
		_, rest, found := strings.Cut(text, "{")
		name, rest2, closed := strings.Cut(rest, "}")
		if !found || !closed {
			break
		}
		names = append(names, name)
		text = rest2
	}
	slices.Sort(names)
	return slices.Compact(names)
}
