package bot

// forgetMe asks once, then deletes everything of the conversation.
func (t *turn) forgetMe() Reply {
	switch t.intent {
	case IntentForgetYes:
		t.forget = true
		r := t.say(TextForgotten, Talk)
		if t.s.Hold.Level >= Urgent {
			r.Text += "\n\n" + t.action() // the hold goes with the rest; what to do does not
		}
		return r
	case IntentForgetNo:
		t.s.Flow = NoFlow
		return t.say(TextNotForgotten, Talk)
	default:
		t.s.Flow = ForgetFlow
		return t.say(TextForgetAsk, Talk, t.button(LabelForget, Action{Verb: DoForget, Arg: "yes"}),
			t.button(LabelKeep, Action{Verb: DoForget, Arg: "no"}))
	}
}
