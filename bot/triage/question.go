package triage

import "knead/bot"

var _ bot.Questioner = (*Engine)(nil)

// Question implements bot.Questioner.
func (e *Engine) Question(id bot.QuestionID) (bot.SafetyQuestion, bool) {
	i, ok := e.byAsk[id]
	if !ok {
		return bot.SafetyQuestion{}, false
	}
	return e.flags[i].question, true
}
