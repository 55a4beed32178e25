package bot

// The sentences knead says. {practice} and the other names in braces are filled in.
const (
	TextGreet         TextID = "greet"
	TextHelp          TextID = "help"
	TextThanks        TextID = "thanks"
	TextBye           TextID = "bye"
	TextWho           TextID = "who"
	TextEmpty         TextID = "empty"
	TextTooLong       TextID = "too-long"
	TextTrouble       TextID = "trouble"
	TextScreenTrouble TextID = "screen-trouble"
	TextStale         TextID = "stale"
	TextUnknown       TextID = "unknown"
	TextFactUnknown   TextID = "fact-unknown"
	TextNotWords      TextID = "not-words"
	TextHeldEmergency TextID = "held-emergency"
	TextHeldUrgent    TextID = "held-urgent"
	TextHeldBook      TextID = "held-book"
	TextHeldAgain     TextID = "held-again"
	TextHeldNote      TextID = "held-note"
	TextHoldLifted    TextID = "hold-lifted"
	TextExplained     TextID = "explained"
	TextAskCleared    TextID = "ask-cleared"
	TextNotCleared    TextID = "not-cleared"
	TextClearedHold   TextID = "cleared-hold"
	TextClearance     TextID = "clearance"
	TextClearanceYes  TextID = "clearance-yes"
	TextClearanceNo   TextID = "clearance-no"
	TextAnswerNo      TextID = "answer-no"
	TextAskService    TextID = "ask-service"
	TextAskLocation   TextID = "ask-location"
	TextAskWhen       TextID = "ask-when"
	TextAskTime       TextID = "ask-time"
	TextAskMinutes    TextID = "ask-minutes"
	TextAskChange     TextID = "ask-change"
	TextBookHint      TextID = "book-hint"
	TextPast          TextID = "past"
	TextImpossible    TextID = "impossible"
	TextMismatch      TextID = "mismatch"
	TextAmbiguous     TextID = "ambiguous"
	TextReadBack      TextID = "read-back"
	TextHandoff       TextID = "handoff"
	TextHandoffText   TextID = "handoff-text"
	TextHandoffStaff  TextID = "handoff-staff"
	TextAvailability  TextID = "availability"
	TextAvailStaff    TextID = "availability-staff"
	TextReschedule    TextID = "reschedule"
	TextCancelVisit   TextID = "cancel-visit"
	TextDropped       TextID = "dropped"
	TextHowToBook     TextID = "how-to-book"
	TextLocations     TextID = "locations"
	TextNoAddress     TextID = "no-address"
	TextServices      TextID = "services"
	TextOffered       TextID = "offered"
	TextTherapists    TextID = "therapists"
	TextContact       TextID = "contact"
	TextOnline        TextID = "online"
	TextHours         TextID = "hours"
	TextPrice         TextID = "price"
	TextHuman         TextID = "human"
	TextHumanPlain    TextID = "human-plain"
	TextHumanHeld     TextID = "human-held"
	TextPrivacy       TextID = "privacy"
	TextForgetAsk     TextID = "forget-ask"
	TextForgotten     TextID = "forgotten"
	// TextForgottenRequest and TextForgottenAsked are said in its place to who has a request that staff did not answer: the
	// second where it was about an appointment that there is.
	TextForgottenRequest TextID = "forgotten-request"
	TextForgottenAsked   TextID = "forgotten-asked"
	TextNotForgotten     TextID = "not-forgotten"
	TextLanguage         TextID = "language"
	TextNoteFor          TextID = "note-for"
	TextModelNote        TextID = "model-note"
	TextModelOff         TextID = "model-off"
	TextModelOn          TextID = "model-on"
	TextPrivacyModel     TextID = "privacy-model"
	TextRaisedNote       TextID = "raised-note"
	TextRaisedUrgent     TextID = "raised-urgent"
	TextRaisedClear      TextID = "raised-clearance"
	TextRaisedCare       TextID = "raised-precaution"
	LabelYes             TextID = "label-yes"
	LabelNo              TextID = "label-no"
	LabelRight           TextID = "label-right"
	LabelChange          TextID = "label-change"
	LabelDrop            TextID = "label-drop"
	LabelBook            TextID = "label-book"
	LabelBookAt          TextID = "label-book-at"
	LabelText            TextID = "label-text"
	LabelHuman           TextID = "label-human"
	LabelServices        TextID = "label-services"
	LabelCleared         TextID = "label-cleared"
	LabelNotYet          TextID = "label-not-yet"
	LabelForget          TextID = "label-forget"
	LabelKeep            TextID = "label-keep"
	LabelService         TextID = "label-service"
	LabelLocation        TextID = "label-location"
	LabelWhen            TextID = "label-when"
	LabelAnyService      TextID = "label-any-service"
)

func textIDs() []TextID {
	return append(append(staffTextIDs(), talkTextIDs()...),
		TextGreet, TextHelp, TextThanks, TextBye, TextWho, TextEmpty, TextTooLong, TextTrouble, TextScreenTrouble,
		TextStale, TextUnknown, TextFactUnknown, TextNotWords, TextHeldEmergency, TextHeldUrgent, TextHeldBook, TextHeldAgain, TextHeldNote,
		TextHoldLifted, TextExplained, TextAskCleared, TextNotCleared, TextClearedHold, TextClearance, TextClearanceYes,
		TextClearanceNo, TextAnswerNo, TextAskService, TextAskLocation, TextAskWhen, TextAskTime, TextAskMinutes,
		TextAskChange, TextBookHint, TextPast, TextImpossible, TextMismatch, TextAmbiguous, TextReadBack, TextHandoff,
		TextHandoffText, TextHandoffStaff, TextAvailability, TextAvailStaff, TextReschedule, TextCancelVisit, TextDropped,
		TextHowToBook, TextLocations, TextNoAddress, TextServices, TextOffered, TextTherapists, TextContact, TextOnline,
		TextHours, TextPrice, TextHuman, TextHumanPlain, TextHumanHeld, TextPrivacy, TextForgetAsk, TextForgotten, TextForgottenRequest, TextForgottenAsked,
		TextNotForgotten, TextLanguage, TextNoteFor, TextModelNote, TextModelOff, TextModelOn, TextPrivacyModel,
		TextRaisedNote, TextRaisedUrgent, TextRaisedClear, TextRaisedCare, LabelYes, LabelNo, LabelRight, LabelChange, LabelDrop, LabelBook,
		LabelBookAt, LabelText, LabelHuman, LabelServices, LabelCleared, LabelNotYet, LabelForget, LabelKeep, LabelService,
		LabelLocation, LabelWhen, LabelAnyService,
	)
}
