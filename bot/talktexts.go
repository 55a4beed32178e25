package bot

// The sentences of the talk around a booking line: what was asked and cannot be, the check before a booking, small talk.
const (
	TextReadBackCheck TextID = "read-back-check"
	TextCheck         TextID = "check" // by itself; a yes is its answer
	TextCheckYes      TextID = "check-yes"
	TextCheckNote     TextID = "check-note"
	TextNoPlace       TextID = "no-place"
	TextTwoServices   TextID = "two-services"
	TextSeveral       TextID = "several"
	TextManyPeople    TextID = "many-people"
	TextNoClock       TextID = "no-clock"
	TextNoDay         TextID = "no-day"
	TextNight         TextID = "night"
	TextClosed        TextID = "closed"
	TextTwice         TextID = "twice"
	TextOldButton     TextID = "old-button"
	TextStatus        TextID = "status"
	TextStatusLast    TextID = "status-last"
	TextNoLast        TextID = "no-last"
	TextSorry         TextID = "sorry"
	TextKind          TextID = "kind"
	TextHarsh         TextID = "harsh"
	TextLaugh         TextID = "laugh"
	TextNotDoctor     TextID = "not-doctor"
	TextNotSafe       TextID = "not-safe"
	TextTopicStaff    TextID = "topic-therapists"
	LabelCheck        TextID = "label-check"
	LabelCheckNot     TextID = "label-check-not"
	LabelCheckNone    TextID = "label-check-none"
)

func talkTextIDs() []TextID {
	return []TextID{TextReadBackCheck, TextCheck, TextCheckYes, TextCheckNote, TextNoPlace, TextTwoServices, TextSeveral, TextManyPeople, TextNoClock,
		TextNoDay, TextNight, TextClosed, TextTwice, TextOldButton, TextStatus, TextStatusLast, TextNoLast, TextSorry, TextKind,
		TextHarsh, TextLaugh, TextNotDoctor, TextNotSafe, TextTopicStaff, LabelCheck, LabelCheckNot, LabelCheckNone}
}
