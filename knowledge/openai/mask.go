package openai

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What stands in the place of what is masked.
const (
	maskName  = "[name]"
	maskPhone = "[number]"
	maskMail  = "[e-mail]"
	maskLink  = "[link]"
	maskUser  = "[handle]"
	maskPlace = "[address]"
)

var (
	mailForm   = regexp.MustCompile(`(?i)[\p{L}\p{N}._%+-]+\s?(?:@|\(at\)|\[at\])\s?[\p{L}\p{N}-]+(?:\s?(?:\.|\(dot\)|\[dot\])\s?[\p{L}]{2,})+`)
	linkForm   = regexp.MustCompile(`(?i)\b(?:https?://|www\.)\S+`)
	handleForm = regexp.MustCompile(`(^|[^\p{L}\p{N}_])@[\p{L}\p{N}_.#-]{2,}|\b[\p{L}\p{N}_]{2,32}#\d{4}\b`)
	// Five digits or more, with what people put between them: telephone numbers, cards, dates of birth.
	numberForm = regexp.MustCompile(`\+?\(?\d(?:[\s().\-/]{0,2}\d){4,}`)
	placeForm  = regexp.MustCompile(`(?i)\b\d{1,5}\s+(?:[\p{L}'.]+\s+){0,3}(?:street|st|avenue|ave|road|rd|blvd|boulevard|lane|ln|drive|dr|court|ct|way|apt|suite)\b\.?|\b(?:calle|avenida|av\.|carrera|paseo|plaza)\s+(?:[\p{L}'.]+\s+){0,4}\d{1,5}\b`)
	// "my name is ann lee": what people say before their name, then one or two words that are no common ones.
	saidName = regexp.MustCompile(`(?i)\b(my name is|my name's|my names|name is|name's|name:|nombre:|this is|it's|its|i am called|call me|i'm called|me llamo|me llaman|mi nombre es|mi nombre:|soy|habla|le habla|le escribe|firma|atte\.?|regards,?|cheers,?|saludos,?|thanks,?|gracias,?|i'm|i’m|i am|im)(\s+|\s*[,:-]\s*|\s*\n\s*)([\p{L}][\p{L}'’-]+)((?:\s+[\p{L}][\p{L}'’.-]*){0,2})`)
	// A name that stands by itself: one of the common ones with a capital, with what may be the rest of it, or before "here".
	loneName = regexp.MustCompile(`[\p{L}][\p{L}'’-]*`)
	hereName = regexp.MustCompile(`(?i)(^|[^\p{L}])([\p{L}]{2,})(\s+(?:here|aquí|aqui)(?:[^\p{L}]|$))`)
	surname  = regexp.MustCompile(`^\s+\p{Lu}[\p{L}-]+`)
	titled   = regexp.MustCompile(`\b((?i:mr|mrs|ms|miss|dr|doctora?|sr|sra|srta|dra|doña|don|señor|señora)\.?)\s+(\p{Lu}[\p{L}'’-]+(?:\s+\p{Lu}[\p{L}'’-]+)?)`)
)

// Mask takes out of text what tells who wrote it: addresses, numbers, handles, the names given, and names that people say of
// themselves, and common first names wherever they stand. It errs towards masking too much. It cannot know a rare name that
// nothing announces.
func Mask(text string, names []string) string {
	text = strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return ' '
		}
		if unicode.Is(unicode.Cf, r) || unicode.IsControl(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
	text = mailForm.ReplaceAllString(text, maskMail)
	text = linkForm.ReplaceAllString(text, maskLink)
	text = handleForm.ReplaceAllString(text, "${1}"+maskUser)
	text = placeForm.ReplaceAllString(text, maskPlace)
	text = numberForm.ReplaceAllString(text, maskPhone)
	for _, n := range names {
		text = maskNamed(text, n)
	}
	text = titled.ReplaceAllString(text, "$1 "+maskName)
	return maskLone(maskSaid(text))
}

// maskLone masks common first names that stand by themselves, with a surname after them: "Ann's back", "for Ana López", "ann
// here".
func maskLone(text string) string {
	text = hereName.ReplaceAllStringFunc(text, func(s string) string {
		if m := hereName.FindStringSubmatch(s); isFirstName(m[2]) {
			return m[1] + maskName + m[3]
		}
		return s
	})
	var b strings.Builder
	last := 0
	for _, at := range loneName.FindAllStringIndex(text, -1) {
		if at[0] < last {
			continue
		}
		word := text[at[0]:at[1]]
		bare := strings.TrimSuffix(strings.TrimSuffix(word, "'s"), "’s")
		if !isTitle(word) || !isFirstName(bare) {
			continue
		}
		end := at[0] + len(bare)
		for range 2 {
			if more := surname.FindString(text[end:]); more != "" && !isNoName(strings.TrimSpace(more)) {
				end += len(more)
			}
		}
		b.WriteString(text[last:at[0]])
		b.WriteString(maskName)
		last = end
	}
	b.WriteString(text[last:])
	return b.String()
}

// maskNamed masks each part of a known name that is long enough to be one.
func maskNamed(text, name string) string {
	for part := range strings.FieldsSeq(name) {
		part = strings.Trim(part, ".,;:'\"()")
		fold := "(?i)"
		switch utf8.RuneCountInString(part) {
		case 0, 1:
			continue
		case 2:
			fold = "" // "Al", "Jo": as they are written only
		}
		re, err := regexp.Compile(fold + `(^|[^\p{L}])` + regexp.QuoteMeta(part) + `($|[^\p{L}])`)
		if err != nil {
			continue // unreachable: the part is quoted
		}
		text = re.ReplaceAllString(text, "${1}"+maskName+"${2}")
	}
	return text
}

// maskSaid masks the name after "my name is" and the like. After words that may introduce anything ("I'm", "soy") only what
// is written with a capital is taken for a name.
func maskSaid(text string) string {
	return saidName.ReplaceAllStringFunc(text, func(s string) string {
		m := saidName.FindStringSubmatch(s)
		lead, gap, first, rest := m[1], m[2], m[3], m[4]
		sure := false
		switch strings.ToLower(strings.Trim(lead, ",.")) {
		case "my name is", "my name's", "my names", "name is", "name's", "name:", "nombre:", "mi nombre:", "i am called", "i'm called", "me llamo", "me llaman", "mi nombre es":
			sure = true
		}
		if !sure && (!isTitle(first) && !isFirstName(first) || isNoName(first)) {
			return s
		}
		if sure && isNoName(first) {
			return s
		}
		kept := ""
		for i, w := range strings.Fields(rest) {
			if (isTitle(w) || sure && i == 0) && !isNoName(w) {
				continue
			}
			kept += " " + strings.Join(strings.Fields(rest)[i:], " ")
			break
		}
		return lead + gap + maskName + kept
	})
}

func isTitle(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return unicode.IsUpper(r)
}

// isNoName reports whether a word that may follow "I'm" or "soy", or a first name, is none.
func isNoName(w string) bool {
	switch strings.ToLower(w) {
	case "can", "could", "do", "does", "did", "has", "have", "had", "need", "needs", "want", "wants", "would", "will", "here", "calling", "texting", "writing", "me",
		"this", "that", "these", "hi", "hello", "hey", "hola", "please", "thanks", "thank", "or", "if", "also", "are", "was", "be", "should", "where", "why", "who", "which", "your", "you",
		"tengo", "quiero", "necesito", "puedo", "puede", "pueden", "estoy", "vivo", "soy", "busco", "en", "con", "del", "desde", "gracias", "pero", "si", "sí", "o", "mi", "es", "cuánto",
		"cuanto", "cómo", "como", "dónde", "donde", "cuándo", "cuando", "qué", "los", "las", "no", "ya", "friday's", "sore", "tired", "new", "interested", "wondering", "trying", "back", "fine", "ok", "okay", "good", "ready", "free", "available",
		"i", "a", "an", "the", "not", "in", "on", "at", "so", "very", "really", "just", "still", "looking", "having", "going", "sorry", "pregnant", "and", "but",
		"for", "to", "from", "with", "my", "is", "what", "how", "when", "it", "un", "una", "el", "la", "de", "y", "muy", "que", "por", "para", "alérgica", "alergica",
		"diabética", "diabetica", "diabetic", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "swedish", "deep", "orlando", "longwood":
		return true
	}
	return false
}
