package bot

import "fmt"

// A Level is how serious what a client said is. Levels are ordered: the highest wins.
type Level int

// The levels, lowest first. doc.go says what each does.
const (
	None       Level = iota // answered as usual
	Precaution              // booking goes on; the therapist is told
	Clearance               // a clinician is to agree before a massage
	Urgent                  // to be seen by a doctor today; booking withheld
	Emergency               // emergency number or crisis line now; booking withheld
)

func levelNames() [5]string {
	return [...]string{"none", "precaution", "clearance", "urgent", "emergency"}
}

// String returns the level's word, as in the JSON Lines contract.
func (l Level) String() string {
	if l < None || l > Emergency {
		return fmt.Sprintf("level(%d)", int(l))
	}
	return levelNames()[l]
}

// MarshalText implements encoding.TextMarshaler.
func (l Level) MarshalText() ([]byte, error) {
	if l < None || l > Emergency {
		return nil, fmt.Errorf("level %d does not exist", int(l))
	}
	return []byte(levelNames()[l]), nil
}

// UnmarshalText implements encoding.TextUnmarshaler.
func (l *Level) UnmarshalText(b []byte) error {
	for i, n := range levelNames() {
		if n == string(b) {
			*l = Level(i)
			return nil
		}
	}
	return fmt.Errorf("unknown level %q: want none, precaution, clearance, urgent or emergency", b)
}
