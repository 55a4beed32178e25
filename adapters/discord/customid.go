package discord

import (
	"strconv"
	"strings"

	"knead/bot"
)

// A kind is what pressing a component of ours asks for; it is the first letter of its custom ID.
type kind string

const (
	kindPress  kind = "k" // owner:index:action. An offered button
	kindChoose kind = "c" // owner:index. A menu; its chosen value is an action
	kindShow   kind = "r" // owner:message. Show privately what was said about a message
	kindWrite  kind = "w" // owner. Open the form to write in
	kindForm   kind = "m" // owner. That form, filled
	kindStaff  kind = "s" // index:action. A button for staff
	kindAnswer kind = "a" // Open the form in which staff answer
	kindReply  kind = "b" // That form, filled
)

// formField is the custom ID of a form's only field.
const formField = "words"

// An id is a custom ID taken apart. It is at most 100 characters long: one letter, an owner of up to 20 digits, an index
// of up to two and an action of up to 64 bytes.
type id struct {
	kind   kind
	owner  string // the member it was made for
	about  string // of kindShow: the message
	action bot.Action
}

// press is the custom ID of an offered button. The index tells buttons of one message apart that ask for the same.
func press(owner string, index int, action string) string {
	return string(kindPress) + ":" + owner + ":" + strconv.Itoa(index) + ":" + action
}

func menu(owner string, index int) string {
	return string(kindChoose) + ":" + owner + ":" + strconv.Itoa(index)
}

func show(owner string, message bot.MessageID) string {
	return string(kindShow) + ":" + owner + ":" + string(message)
}

func write(owner string) string { return string(kindWrite) + ":" + owner }
func form(owner string) string  { return string(kindForm) + ":" + owner }

func staffPress(index int, action string) string {
	return string(kindStaff) + ":" + strconv.Itoa(index) + ":" + action
}

// parseID reads a custom ID and the values chosen with it. ok is false for what this package never wrote.
func parseID(s string, values []string) (d id, ok bool) {
	k, rest, _ := strings.Cut(s, ":")
	d.kind = kind(k)
	switch d.kind {
	case kindPress, kindChoose, kindShow, kindWrite, kindForm:
		d.owner, rest, _ = strings.Cut(rest, ":")
		if !isSnowflake(d.owner) {
			return id{}, false
		}
	case kindStaff, kindAnswer, kindReply:
	default:
		return id{}, false
	}
	switch d.kind {
	case kindPress, kindStaff:
		_, action, cut := strings.Cut(rest, ":")
		return d, cut && d.action.UnmarshalText([]byte(action)) == nil && !d.action.IsZero()
	case kindChoose:
		return d, len(values) == 1 && d.action.UnmarshalText([]byte(values[0])) == nil && !d.action.IsZero()
	case kindShow:
		d.about = rest
		return d, rest != ""
	case kindWrite, kindForm, kindAnswer, kindReply:
	}
	return d, true
}
