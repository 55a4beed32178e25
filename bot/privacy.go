package bot

// forgetMe asks once, then deletes everything of the conversation.
func (t *turn) forgetMe() Reply {
	switch t.intent {
	case IntentForgetYes:
		t.forget = true
		return t.say(TextForgotten, Talk)
	case IntentForgetNo:
		t.s.Flow = NoFlow
		return t.say(TextNotForgotten, Talk)
	default:
		t.s.Flow = ForgetFlow
		return t.say(TextForgetAsk, Talk, t.button(LabelForget, Action{Verb: DoForget, Arg: "yes"}),
			t.button(LabelKeep, Action{Verb: DoForget, Arg: "no"}))
	}
}
