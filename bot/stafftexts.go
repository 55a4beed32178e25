package bot

// The sentences by which knead stands between clients and the people of the practice: what clients read of it, then what
// staff read. {ref} is a notice's mark, {from} the client's channel.
const (
	TextHumanAgain        TextID = "human-again"
	TextQuestionTold      TextID = "question-told"
	TextHeldNobody        TextID = "held-nobody"
	TextNobody            TextID = "nobody"
	TextMeanwhile         TextID = "meanwhile"
	TextLeaveNumber       TextID = "leave-number"
	TextAskShare          TextID = "ask-share"
	TextShared            TextID = "shared"
	TextNotShared         TextID = "not-shared"
	TextMissed            TextID = "missed"
	TextMissedPlain       TextID = "missed-plain"
	TextPassedOn          TextID = "passed-on"
	TextAskNumber         TextID = "ask-number"
	TextCall              TextID = "call"
	TextThereNow          TextID = "there-now"
	TextThereNext         TextID = "there-next"
	TextThereUnknown      TextID = "there-unknown"
	TextBack              TextID = "back"
	TextResumed           TextID = "resumed"
	TextHandoffAlso       TextID = "handoff-also"
	TextHandoffNobody     TextID = "handoff-nobody"
	TextPassReschedule    TextID = "pass-reschedule"
	TextPassCancel        TextID = "pass-cancel"
	TextPassed            TextID = "passed"
	TextOfferTaken        TextID = "offer-taken"
	TextOfferNot          TextID = "offer-not"
	TextConfirmed         TextID = "confirmed"
	TextConfirmedMove     TextID = "confirmed-move"
	TextConfirmedCancel   TextID = "confirmed-cancel"
	TextDeclined          TextID = "declined"
	TextInstead           TextID = "instead"
	TextWillCall          TextID = "will-call"
	TextWillCallNumber    TextID = "will-call-number"
	TextStaffSays         TextID = "staff-says"
	TextStaffAdds         TextID = "staff-adds"
	TextStaffQuiet        TextID = "staff-quiet"
	TextStaffDone         TextID = "staff-done"
	TextLate              TextID = "late"
	TextStandOpen         TextID = "stand-open"
	TextReached           TextID = "reached"
	TextStaffLeft         TextID = "staff-left"
	TextStaffBooking      TextID = "staff-booking"
	TextStaffReschedule   TextID = "staff-reschedule"
	TextStaffCancel       TextID = "staff-cancel"
	TextStaffWithdrawn    TextID = "staff-withdrawn"
	TextStaffGone         TextID = "staff-gone"
	TextStaffOffer        TextID = "staff-offer"
	TextStaffOfferNot     TextID = "staff-offer-not"
	TextStaffHuman        TextID = "staff-human"
	TextStaffCalls        TextID = "staff-calls"
	TextStaffContext      TextID = "staff-context"
	TextStaffWords        TextID = "staff-words"
	TextStaffAlert        TextID = "staff-alert"
	TextStaffUnheard      TextID = "staff-unheard"
	TextStaffRaised       TextID = "staff-raised"
	TextStaffRaisedMark   TextID = "staff-raised-mark"
	TextStaffLinked       TextID = "staff-linked"
	TextStaffHowRequest   TextID = "staff-how-request"
	TextStaffHowCancel    TextID = "staff-how-cancel"
	TextStaffHowTalk      TextID = "staff-how-talk"
	TextStaffHelp         TextID = "staff-help"
	TextStaffDidConfirm   TextID = "staff-did-confirm"
	TextStaffDidOffer     TextID = "staff-did-offer"
	TextStaffDidDecline   TextID = "staff-did-decline"
	TextStaffDidCall      TextID = "staff-did-call"
	TextStaffDidAskNumber TextID = "staff-did-ask-number"
	TextStaffDidSend      TextID = "staff-did-send"
	TextStaffDidResume    TextID = "staff-did-resume"
	TextStaffNotWriting   TextID = "staff-not-writing"
	TextStaffDidLift      TextID = "staff-did-lift"
	TextStaffNoHold       TextID = "staff-no-hold"
	TextStaffTwice        TextID = "staff-twice"
	TextStaffLapsed       TextID = "staff-lapsed"
	TextStaffHeld         TextID = "staff-held"
	TextStaffHeldLink     TextID = "staff-held-link"
	TextStaffNoRequest    TextID = "staff-no-request"
	TextStaffNoRef        TextID = "staff-no-ref"
	TextStaffWhich        TextID = "staff-which"
	TextStaffNone         TextID = "staff-none"
	TextStaffAskTime      TextID = "staff-ask-time"
	TextStaffBadTime      TextID = "staff-bad-time"
	TextStaffTrouble      TextID = "staff-trouble"
	TextStateConfirmed    TextID = "state-confirmed"
	TextStateOffered      TextID = "state-offered"
	TextStateDeclined     TextID = "state-declined"
	TextStateCall         TextID = "state-call"
	TextPassedCall        TextID = "passed-call"
	TextHandoffTold       TextID = "handoff-told"
	TextStaffStranger     TextID = "staff-stranger"
	TextStaffUnknown      TextID = "staff-unknown"
	TextStaffDeaf         TextID = "staff-deaf"
	TextStaffDeafChat     TextID = "staff-deaf-chat"
	LabelShare            TextID = "label-share"
	LabelShareNot         TextID = "label-share-not"
	LabelPass             TextID = "label-pass"
	LabelPassNot          TextID = "label-pass-not"
	LabelTake             TextID = "label-take"
	LabelTakeNot          TextID = "label-take-not"
	LabelAssistant        TextID = "label-assistant"
	LabelStaffConfirm     TextID = "label-staff-confirm"
	LabelStaffTime        TextID = "label-staff-time"
	LabelStaffDecline     TextID = "label-staff-decline"
	LabelStaffCall        TextID = "label-staff-call"
	LabelStaffResume      TextID = "label-staff-resume"
)

func staffTextIDs() []TextID {
	return []TextID{
		TextHumanAgain,
		TextQuestionTold,
		TextHeldNobody,
		TextNobody,
		TextMeanwhile,
		TextLeaveNumber,
		TextAskShare,
		TextShared,
		TextNotShared,
		TextMissed,
		TextMissedPlain,
		TextPassedOn,
		TextAskNumber,
		TextCall,
		TextThereNow,
		TextThereNext,
		TextThereUnknown,
		TextBack,
		TextResumed,
		TextHandoffAlso,
		TextHandoffNobody,
		TextPassReschedule,
		TextPassCancel,
		TextPassed,
		TextOfferTaken,
		TextOfferNot,
		TextConfirmed,
		TextConfirmedMove,
		TextConfirmedCancel,
		TextDeclined,
		TextInstead,
		TextWillCall,
		TextWillCallNumber,
		TextStaffSays,
		TextStaffAdds,
		TextStaffQuiet,
		TextStaffDone,
		TextLate,
		TextStandOpen,
		TextReached,
		TextStaffLeft,
		TextStaffBooking,
		TextStaffReschedule,
		TextStaffCancel,
		TextStaffWithdrawn,
		TextStaffGone,
		TextStaffOffer,
		TextStaffOfferNot,
		TextStaffHuman,
		TextStaffCalls,
		TextStaffContext,
		TextStaffWords,
		TextStaffAlert,
		TextStaffUnheard,
		TextStaffRaised,
		TextStaffRaisedMark,
		TextStaffLinked,
		TextStaffHowRequest,
		TextStaffHowCancel,
		TextStaffHowTalk,
		TextStaffHelp,
		TextStaffDidConfirm,
		TextStaffDidOffer,
		TextStaffDidDecline,
		TextStaffDidCall,
		TextStaffDidAskNumber,
		TextStaffDidSend,
		TextStaffDidResume,
		TextStaffNotWriting,
		TextStaffDidLift,
		TextStaffNoHold,
		TextStaffTwice,
		TextStaffLapsed,
		TextStaffHeld,
		TextStaffHeldLink,
		TextStaffNoRequest,
		TextStaffNoRef,
		TextStaffWhich,
		TextStaffNone,
		TextStaffAskTime,
		TextStaffBadTime,
		TextStaffTrouble,
		TextStateConfirmed,
		TextStateOffered,
		TextStateDeclined,
		TextStateCall,
		TextPassedCall,
		TextHandoffTold,
		TextStaffStranger,
		TextStaffUnknown,
		TextStaffDeaf,
		TextStaffDeafChat,
		LabelShare,
		LabelShareNot,
		LabelPass,
		LabelPassNot,
		LabelTake,
		LabelTakeNot,
		LabelAssistant,
		LabelStaffConfirm,
		LabelStaffTime,
		LabelStaffDecline,
		LabelStaffCall,
		LabelStaffResume,
	}
}
