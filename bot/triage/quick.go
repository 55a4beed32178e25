package triage

import "strings"

// quick reads the part of YAML that rules files are written in: mappings by indentation, texts after "|", lists of "- "
// items, plain and double-quoted words on one line, {flow: maps} on one line, remarks. It gives exactly what parseFile's
// parser gives, in a tenth of the time and memory, and ok is false for whatever is outside that part, wrong YAML included:
// then the parser reads the file, and names what is wrong.
func quick(name string, data []byte) (v *value, ok bool) {
	if strings.ContainsAny(string(data), "\t\r\x00") || !strings.HasSuffix(string(data), "\n") {
		return nil, false
	}
	q := &quickReader{file: name, lines: strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")}
	q.skip()
	v, ok = q.block(0)
	if ok {
		q.skip()
	}
	return v, ok && q.at == len(q.lines) && v.kind == mapping
}

type quickReader struct {
	file  string
	lines []string
	at    int // the next line, from 0
}

// skip passes empty lines and remarks.
func (q *quickReader) skip() {
	for q.at < len(q.lines) {
		if l := strings.TrimLeft(q.lines[q.at], " "); l != "" && l[0] != '#' {
			return
		}
		q.at++
	}
}

func indent(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }

// block reads the mapping or list that begins at the next line and is indented by n.
func (q *quickReader) block(n int) (*value, bool) {
	if q.at == len(q.lines) || indent(q.lines[q.at]) != n {
		return nil, false
	}
	if strings.HasPrefix(q.lines[q.at][n:], "- ") {
		return q.items(n)
	}
	v := &value{file: q.file, line: q.at + 1, kind: mapping}
	for q.at < len(q.lines) && indent(q.lines[q.at]) == n {
		line := q.at + 1
		key, rest, found := quickKey(q.lines[q.at][n:])
		if !found || rest != "" && rest[0] != ' ' || v.get(key) != nil {
			return nil, false
		}
		q.at++
		c, ok := q.after(n, line, strings.TrimLeft(rest, " "))
		if !ok {
			return nil, false
		}
		v.pairs = append(v.pairs, pair{key, line, c})
		q.skip()
	}
	return v, q.at == len(q.lines) || indent(q.lines[q.at]) < n
}

// after reads what a key of a mapping indented by n stands for: text is what follows it in its line.
func (q *quickReader) after(n, line int, text string) (*value, bool) {
	if text != "" && text[0] != '#' {
		if text == "|" {
			return q.literal(n, line)
		}
		v, ok := q.inline(line, text)
		if ok && q.at < len(q.lines) {
			// A line further in goes on with the text: that is left to the parser.
			if l := q.lines[q.at]; strings.TrimLeft(l, " ") != "" && indent(l) > n && l[indent(l)] != '#' {
				return nil, false
			}
		}
		return v, ok
	}
	q.skip()
	if q.at == len(q.lines) || indent(q.lines[q.at]) <= n {
		return nil, false // no value
	}
	return q.block(indent(q.lines[q.at]))
}

// literal reads a text after "|": its lines without their common indentation.
func (q *quickReader) literal(n, line int) (*value, bool) {
	if q.at == len(q.lines) {
		return nil, false
	}
	in := indent(q.lines[q.at])
	if in <= n || len(q.lines[q.at]) == in {
		return nil, false
	}
	var b strings.Builder
	empty := 0
	for ; q.at < len(q.lines); q.at++ {
		l := q.lines[q.at]
		if strings.TrimLeft(l, " ") == "" {
			if l != "" {
				return nil, false
			}
			empty++
			continue
		}
		if indent(l) < in {
			if indent(l) > n {
				return nil, false
			}
			break
		}
		for ; empty > 0; empty-- {
			b.WriteByte('\n')
		}
		b.WriteString(l[in:])
		b.WriteByte('\n')
	}
	return &value{file: q.file, line: line, text: b.String(), block: true}, true
}

// items reads a list of one-line items.
func (q *quickReader) items(n int) (*value, bool) {
	v := &value{file: q.file, line: q.at + 1, kind: sequence}
	for q.at < len(q.lines) && indent(q.lines[q.at]) == n {
		text, found := strings.CutPrefix(q.lines[q.at][n:], "- ")
		if !found || strings.HasPrefix(text, " ") {
			return nil, false
		}
		q.at++
		c, ok := q.inline(q.at, text)
		if !ok || c.kind == scalar && strings.Contains(text, ": ") && text[0] != '"' {
			return nil, false
		}
		v.list = append(v.list, c)
		q.skip()
	}
	return v, q.at == len(q.lines) || indent(q.lines[q.at]) < n
}

// inline reads a value on one line: {a flow: map}, "quoted" or plain.
func (q *quickReader) inline(line int, text string) (*value, bool) {
	if text[0] == '{' {
		return q.flow(line, text)
	}
	word, rest, ok := quickWord(text, "")
	if !ok || rest != "" && !strings.HasPrefix(strings.TrimLeft(rest, " "), "#") {
		return nil, false
	}
	return &value{file: q.file, line: line, text: word}, true
}

// flow reads {a: b, c: "d"}.
func (q *quickReader) flow(line int, text string) (*value, bool) {
	v := &value{file: q.file, line: line, kind: mapping}
	rest := text[1:]
	for {
		key, after, found := strings.Cut(rest, ": ")
		if !found || !plainKey(key) || v.get(key) != nil {
			return nil, false
		}
		word, left, ok := quickWord(after, ",}")
		if !ok || left == "" {
			return nil, false
		}
		v.pairs = append(v.pairs, pair{key, line, &value{file: q.file, line: line, text: word}})
		switch {
		case left == "}":
			return v, true
		case strings.HasPrefix(left, ", "):
			rest = left[2:]
		default:
			return nil, false
		}
	}
}

// quickWord reads one word or text up to one of ends, a remark or the line's end.
func quickWord(text, ends string) (word, rest string, ok bool) {
	if strings.HasPrefix(text, `"`) {
		end := strings.IndexByte(text[1:], '"')
		if end < 0 || strings.Contains(text[1:1+end], `\`) {
			return "", "", false
		}
		return text[1 : 1+end], text[2+end:], true
	}
	end := len(text)
	if at := strings.Index(text, " #"); at >= 0 {
		end = at
	}
	if ends != "" {
		if at := strings.IndexAny(text[:end], ends); at >= 0 {
			end = at
		}
	}
	word, rest = strings.TrimRight(text[:end], " "), text[end:]
	if word == "" || strings.ContainsAny(word[:1], "&*!|>'\"%@`[]{},?#:-~.") || strings.Contains(word, ": ") || strings.HasSuffix(word, ":") ||
		ends != "" && strings.ContainsAny(word, "[]{}") || oneOf(strings.ToLower(word), "null") || number(word) && !digits(word) {
		return "", "", false
	}
	return word, rest, true
}

// quickKey reads a key, and returns what follows its colon.
func quickKey(line string) (key, rest string, ok bool) {
	if quoted, found := strings.CutPrefix(line, `"`); found {
		key, rest, ok = strings.Cut(quoted, `":`)
		return key, rest, ok && key != "" && !strings.ContainsAny(key, `"\`)
	}
	key, rest, ok = strings.Cut(line, ":")
	return key, rest, ok && plainKey(key)
}

// plainKey reports whether a key is of letters, emoji, digits, hyphens and slashes, and no number.
func plainKey(key string) bool {
	for i, c := range key {
		switch {
		case c >= 'a' && c <= 'z', c >= 0xa1 && c != 0xfeff && c != 0x2028 && c != 0x2029:
		case i > 0 && (c == '-' || c == '/' || c >= '0' && c <= '9'):
		case i == 0 && c >= '1' && c <= '9' && strings.Trim(key[1:], "ghijklmnopqrstuvwyz") != key[1:]: // 2day
		default:
			return false
		}
	}
	return key != "" && key != "null"
}

// number reports whether a plain word could be a number.
func number(word string) bool { return word[0] >= '0' && word[0] <= '9' || word[0] == '+' }

// digits reports whether word is a number as people write it: 50, 0.45.
func digits(word string) bool {
	whole, part, dotted := strings.Cut(word, ".")
	all := func(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
	return all(whole) && (len(whole) == 1 || whole[0] != '0') && (!dotted || all(part))
}
