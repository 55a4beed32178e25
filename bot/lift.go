package bot

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// ErrNoHold says that nothing is held in a conversation.
var ErrNoHold = errors.New("no hold stands")

// LiftHold ends the hold of c because the practice's staff say so, and records it with the reason "staff" and, where it is
// given, why. The signs that led to it are cleared, so that the next message is read afresh. It returns what was lifted,
// ErrNoHold if nothing was, ErrConflict if the client wrote at the same moment.
func LiftHold(ctx context.Context, st Store, c Conversation, why string, at time.Time) (Hold, error) {
	s, _, err := st.Load(ctx, c, "")
	if err != nil {
		return Hold{}, fmt.Errorf("lift hold: %w", err)
	}
	held := s.Hold
	if held.Level == None {
		return Hold{}, ErrNoHold
	}
	reason := "staff"
	if why != "" {
		reason += ": " + why
	}
	s.Hold, s.Waiting, s.Asking, s.Clear = Hold{}, "", false, NotCleared
	s.Signs.Seen, s.Signs.Pending, s.Raised = nil, "", Raised{}
	turn := Turn{Session: s, At: at, Holds: []HoldChange{{Flag: held.Flag, Level: held.Level, Lifted: true, Reason: reason}}}
	if err := st.Save(ctx, turn); err != nil {
		return Hold{}, fmt.Errorf("lift hold: %w", err)
	}
	return held, nil
}
