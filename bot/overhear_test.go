package bot_test

import (
	"slices"
	"testing"

	"knead/bot"
	"knead/bot/memory"
)

// Who may not be answered is heard all the same: from urgent up the hold is laid and staff are told once, with no word of the
// client; anything else leaves no trace.
func TestOverhear(t *testing.T) {
	for _, tc := range []struct {
		says  []string
		staff []string
		hold  bot.Level
	}{
		{[]string{"hello?", "book friday", "does it help to stretch?", "leg and back", "I take thinners"}, nil, bot.None},
		{[]string{"my groin is a numb groin"}, []string{"unheard: cauda-equina (emergency)"}, bot.Emergency},
		{[]string{"my calf is a hot calf"}, []string{"unheard: dvt (urgent)"}, bot.Urgent},
		{[]string{"hot calf", "and numb groin"}, []string{"unheard: dvt (urgent)", "unheard: cauda-equina (emergency)"}, bot.Emergency},
		{[]string{"screen panics"}, nil, bot.None},
	} {
		st := memory.NewStore()
		b := newBot(t, func(o *bot.Options) { o.Store = st })
		for i, text := range tc.says {
			m := bot.Message{ID: bot.MessageID(rune('a' + i)), Conversation: who, Text: text}
			b.Overhear(t.Context(), m)
			b.Overhear(t.Context(), m) // delivered again
		}
		rec, err := st.Export(t.Context(), who)
		if err != nil {
			t.Fatal(err)
		}
		var staff []string
		for _, n := range rec.Notices {
			staff = append(staff, n.Kind+": "+n.Text)
		}
		if !slices.Equal(staff, tc.staff) || rec.Session.Hold.Level != tc.hold || len(rec.Gaps)+len(rec.Handoffs) != 0 {
			t.Errorf("%q: staff read %q, hold %v, %+v", tc.says, staff, rec.Session.Hold.Level, rec)
		}
	}
}
