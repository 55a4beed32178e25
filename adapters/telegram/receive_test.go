package telegram

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"knead/adapters/telegram/telegramtest"
	"knead/bot"
)

func TestPrivateTalk(t *testing.T) {
	h := &script{rows: []row{{"neck", bot.Reply{Text: "Necks & <shoulders>.", Outcome: bot.Answered, Lang: bot.English,
		Buttons: []bot.Button{{Label: "Book a massage", Press: bot.Action{Verb: bot.DoBook}}, {Label: "And the back?", Press: bot.Action{Verb: bot.DoSay}}},
		Sources: []bot.Source{{Title: "Necks", Section: "Stiff", URL: "/articles/necks#stiff"}}}}}}
	r := start(t, h, nil)
	ann := r.srv.Client(t, 42)
	ann.Say("my neck is stiff")
	m := ann.Next()
	if m.Text != "Necks & <shoulders>.\n\n📖 Necks › Stiff" || m.ReplyTo != 0 {
		t.Errorf("text %q, an answer to %d", m.Text, m.ReplyTo)
	}
	if len(m.Entities) != 1 || m.Entities[0].URL != "https://practice.test/articles/necks#stiff" || m.Preview != "off" {
		t.Errorf("entities %+v, preview %q", m.Entities, m.Preview)
	}
	got := h.last()
	want := bot.Conversation{Channel: bot.Telegram, Chat: "42", User: "42"}
	if got.Conversation != want || got.Lang != "en" || got.At.IsZero() || got.ID == "" {
		t.Errorf("message %+v", got)
	}
	id := ann.Press(m, "And the back?")
	if m2 := ann.Next(); m2.Text != "you said: And the back?" {
		t.Errorf("after the press: %q", m2.Text)
	}
	if p := h.last().Press; p != (bot.Action{Verb: bot.DoSay}) {
		t.Errorf("press %+v", p)
	}
	r.srv.Await(t, "the press is confirmed", func() bool { _, ok := r.srv.Answered(id); return ok })
	r.srv.Await(t, "the used keyboard goes", func() bool { return r.srv.Now(m).Labels() == nil })
	r.srv.Await(t, "everything is acknowledged", func() bool { return r.srv.Waiting() == 0 })
}

// What each message of a client in the private chat comes to: what the core is handed, or the adapter's own line.
func TestPrivateMessages(t *testing.T) {
	text := func(s string) map[string]any { return map[string]any{"text": s} }
	thing := map[string]any{"file_id": "f", "file_unique_id": "u", "duration": 3, "width": 1, "height": 1, "length": 1, "type": "regular",
		"is_animated": false, "is_video": false}
	media := func(kind string) map[string]any { return map[string]any{kind: pick(thing, kind)} }
	const notWords = "I can only read text here"
	for _, tt := range []struct {
		name   string
		lang   string
		fields map[string]any
		text   string // that the core is handed
		press  string
		says   string // in the reply, where it is the adapter's own
		core   bool
	}{
		{name: "words", fields: text("deep tissue fri 3pm"), text: "deep tissue fri 3pm", core: true},
		{name: "start", fields: text("/start"), text: "hello", core: true},
		{name: "start in Spanish", lang: "es", fields: text("/start"), text: "hola", core: true},
		{name: "start in another language", lang: "fr", fields: text("/start"), text: "hello", core: true},
		{name: "link to book", fields: text("/start book"), press: "book", core: true},
		{name: "link to book at a place", fields: text("/start book_Longwood"), press: "book:longwood", core: true},
		{name: "link to book at a place there is not", fields: text("/start book_paris"), press: "book", core: true},
		{name: "link to an article", fields: text("/start article_cupping"), text: "What is cupping?", core: true},
		{name: "link to an article there is not", fields: text("/start article_hot-stone_massage"), text: "hot stone massage", core: true},
		{name: "link to a person", fields: text("/start human"), press: "human", core: true},
		{name: "link from nowhere", fields: text("/start x_y"), text: "hello", core: true},
		{name: "link to nothing private", fields: text("/start private_0011"), text: "hello", core: true},
		{name: "book", fields: text("/book"), press: "book", core: true},
		{name: "book with words", fields: text("/book deep tissue fri 3pm"), text: "book deep tissue fri 3pm", core: true},
		{name: "book with words in Spanish", lang: "es", fields: text("/reservar viernes a las 3"), text: "reservar viernes a las 3", core: true},
		{name: "ask", fields: text("/ask does it hurt?"), text: "does it hurt?", core: true},
		{name: "ask with a new line", fields: text("/ask\ndoes it hurt?"), text: "does it hurt?", core: true},
		{name: "ask nothing", fields: text("/ask"), core: true},
		{name: "with the bot's name", fields: text("/help@knead_test_bot"), press: "help", core: true},
		{name: "human", fields: text("/human"), press: "human", core: true},
		{name: "words behind a command are screened", fields: text("/human my groin is numb"), text: "my groin is numb", press: "human", core: true},
		{name: "privacy", fields: text("/privacy"), press: "privacy", core: true},
		{name: "forget", fields: text("/forget"), press: "forget", core: true},
		{name: "cancel", fields: text("/cancel"), press: "drop", core: true},
		{name: "language", fields: text("/language"), says: "Which language"},
		{name: "language chosen", fields: text("/language Español"), press: "lang:es", core: true},
		{name: "language chosen in that language", fields: text("/idioma ingles"), press: "lang:en", core: true},
		{name: "language there is not", fields: text("/language klingon"), text: "klingon", press: "lang", core: true},
		{name: "an unknown command is words", fields: text("/chest_pain since today"), text: "chest pain since today", core: true},
		{name: "a slash", fields: text("/"), core: true},
		{name: "voice", fields: media("voice"), says: notWords},
		{name: "photo", fields: map[string]any{"photo": []any{pick(thing, "photo")}}, says: notWords},
		{name: "photo in Spanish", lang: "es-MX", fields: map[string]any{"photo": []any{pick(thing, "photo")}}, says: "Aquí solo puedo leer texto"},
		{name: "sticker", fields: media("sticker"), says: notWords},
		{name: "video", fields: media("video"), says: notWords},
		{name: "round video", fields: media("video_note"), says: notWords},
		{name: "file", fields: media("document"), says: notWords},
		{name: "music", fields: media("audio"), says: notWords},
		{name: "dice", fields: map[string]any{"dice": map[string]any{"emoji": "🎲", "value": 3}}, says: notWords},
		{name: "photo with words", fields: map[string]any{"photo": []any{pick(thing, "photo")}, "caption": "is this swollen?"}, text: "is this swollen?",
			says: "I can't look at what you sent", core: true},
		{name: "position", fields: map[string]any{"location": map[string]any{"latitude": 28.71, "longitude": -81.35}}, press: "book:longwood",
			says: "Nearest to you is Longwood, about 1 mi away", core: true},
		{name: "position far away", fields: map[string]any{"location": map[string]any{"latitude": 25.76, "longitude": -80.19}}, press: "book:orlando",
			says: "Nearest to you is Orlando, about 206 mi away", core: true},
		{name: "venue", fields: map[string]any{"venue": map[string]any{"location": map[string]any{"latitude": 28.54, "longitude": -81.38}, "title": "Lake", "address": "x"}},
			press: "book:orlando", says: "about 0.5 mi away", core: true},
		{name: "telephone number", fields: map[string]any{"contact": map[string]any{"phone_number": "14075550100", "first_name": "Ann"}},
			says: "call you back at +14075550100"},
		{name: "no telephone number", fields: map[string]any{"contact": map[string]any{"phone_number": "1", "first_name": "Ann"}}, says: notWords},
		{name: "rich words", fields: map[string]any{"rich_message": map[string]any{"blocks": []any{map[string]any{"type": "paragraph", "text": "my neck is stiff"}}}},
			text: "my neck is stiff", core: true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := &script{}
			r := start(t, h, func(c *Config) { c.Searcher, c.Screener = library{}, wordScreener{} })
			ann := r.srv.Client(t, 42)
			if tt.lang != "" {
				ann.Lang = tt.lang
			}
			ann.Send(tt.fields)
			m := ann.Next()
			if !strings.Contains(m.Text, tt.says) {
				t.Errorf("says %q, want %q", m.Text, tt.says)
			}
			if tt.core != (len(h.messages()) == 1) {
				t.Fatalf("the core was handed %+v", h.messages())
			}
			if !tt.core {
				return
			}
			got := h.last()
			press, err := got.Press.MarshalText()
			if got.Name != "Ann" {
				t.Errorf("the core was told the name %q", got.Name)
			}
			if err != nil || got.Text != tt.text || string(press) != tt.press {
				t.Errorf("the core was handed %q with press %q; want %q with %q", got.Text, press, tt.text, tt.press)
			}
		})
	}
}

// pick takes from thing the fields that a kind of content needs.
func pick(thing map[string]any, kind string) map[string]any {
	fields := map[string][]string{"voice": {"duration"}, "audio": {"duration"}, "photo": {"width", "height"}, "document": {},
		"video": {"width", "height", "duration"}, "video_note": {"length", "duration"}, "sticker": {"type", "width", "height", "is_animated", "is_video"}}
	out := map[string]any{"file_id": thing["file_id"], "file_unique_id": thing["file_unique_id"]}
	for _, f := range fields[kind] {
		out[f] = thing[f]
	}
	return out
}

// A position that no place can be compared with is a question for the places.
func TestPositionWithoutPlaces(t *testing.T) {
	h := &script{}
	r := start(t, h, func(c *Config) {
		for i := range c.Practice.Locations {
			c.Practice.Locations[i].Lat, c.Practice.Locations[i].Long = 0, 0
		}
	})
	ann := r.srv.Client(t, 42)
	ann.Send(map[string]any{"location": map[string]any{"latitude": 28.7, "longitude": -81.3}})
	ann.Next()
	if got := h.last().Text; got != "where are you located?" {
		t.Errorf("the core was asked %q", got)
	}
}

func TestKilometres(t *testing.T) {
	for _, tt := range []struct {
		name                     string
		lat1, long1, lat2, long2 float64
		want                     float64
	}{
		{"nowhere", 28.5, -81.4, 28.5, -81.4, 0},
		{"a degree along the equator", 0, 0, 0, 1, 111.19},
		{"over the date line", 0, 179.5, 0, -179.5, 111.19},
		{"pole to pole", 90, 0, -90, 0, 20015.1},
		{"Paris to London", 48.8566, 2.3522, 51.5074, -0.1278, 343.6},
	} {
		if got := kilometres(tt.lat1, tt.long1, tt.lat2, tt.long2); got < tt.want-0.5 || got > tt.want+0.5 {
			t.Errorf("%s: %.2f km, want %.2f", tt.name, got, tt.want)
		}
	}
}

func TestAlbumIsAnsweredOnce(t *testing.T) {
	r := start(t, &script{}, nil)
	ann := r.srv.Client(t, 42)
	photo := []any{map[string]any{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}}
	for range 4 {
		ann.Send(map[string]any{"photo": photo, "media_group_id": "g1"})
	}
	ann.Say("and now?")
	if a, b := ann.Next().Text, ann.Next().Text; !strings.Contains(a, "only read text") || b != "you said: and now?" {
		t.Errorf("%q, %q", a, b)
	}
}

// A number is passed on only after the client said so.
func TestContact(t *testing.T) {
	for _, tt := range []struct{ press, says, core string }{
		{"Yes, please", "you said: Please call me back at +14075550100", "Please call me back at +14075550100"},
		{"No", "All right, I won't pass that number on.", ""},
	} {
		t.Run(tt.press, func(t *testing.T) {
			h := &script{}
			r := start(t, h, nil)
			ann := r.srv.Client(t, 42)
			ann.Send(map[string]any{"contact": map[string]any{"phone_number": "+1 (407) 555-0100", "first_name": "Ann", "user_id": 42}})
			m := ann.Next()
			ann.Press(m, tt.press)
			if got := ann.Next().Text; got != tt.says {
				t.Errorf("says %q", got)
			}
			if got := h.last().Text; got != tt.core {
				t.Errorf("the core was handed %q", got)
			}
			r.srv.Await(t, "the buttons go", func() bool { return r.srv.Now(m).Labels() == nil })
		})
	}
}

// What is none of a client's words to the bot is let be, and does not stop what follows.
func TestIgnored(t *testing.T) {
	h := &script{}
	r := start(t, h, nil)
	ann := r.srv.Client(t, 42)
	bot2 := map[string]any{"id": 7, "is_bot": true, "first_name": "Other"}
	me := map[string]any{"id": telegramtest.BotID, "is_bot": true, "first_name": "knead"}
	for _, fields := range []map[string]any{
		{"text": "beep", "from": bot2},
		{"text": "An article", "via_bot": me},
		{"text": "channel", "chat": map[string]any{"id": -5, "type": "channel"}},
		{"new_chat_members": []any{bot2}},
		{"new_chat_title": "Friends"},
		{"pinned_message": map[string]any{"chat": map[string]any{"id": 42, "type": "private"}, "message_id": 3, "date": 0}},
	} {
		ann.Send(fields)
	}
	r.srv.PushRaw("message", `{"message_id":"not a number"}`)
	r.srv.PushRaw("message", `{"message_id":5,"chat":{"id":42,"type":"private"},"date":1,"text":"from nobody"}`)
	r.srv.PushRaw("message", `{}`)
	r.srv.PushRaw("message", `[]`)
	r.srv.PushRaw("callback_query", `{"id":"1","from":{"id":42},"data":"say"}`)
	r.srv.Push("message", map[string]any{"message_id": 1, "date": 1, "chat": map[string]any{"id": 42, "type": "private"}})
	ann.Say("still there?")
	if m := ann.Next(); m.Text != "you said: still there?" || len(h.messages()) != 1 {
		t.Errorf("%q; the core was handed %+v", m.Text, h.messages())
	}
	r.srv.Await(t, "all is acknowledged", func() bool { return r.srv.Waiting() == 0 })
}

func TestTyping(t *testing.T) {
	r := newRig(t, &script{}, nil)
	if r.a.slow != 400*time.Millisecond {
		t.Errorf("an answer is slow after %v", r.a.slow)
	}
	r.a.slow = time.Hour // no machine is that slow
	r.run()
	ann := r.srv.Client(t, 42)
	ann.Say("quick")
	ann.Next()
	if n := len(r.srv.Calls("sendChatAction")); n != 0 {
		t.Errorf("%d times typing for a quick answer", n)
	}

	release := make(chan struct{})
	r = newRig(t, &script{hook: func(context.Context, bot.Message) { <-release }}, nil)
	r.a.slow = time.Millisecond
	r.run()
	ann = r.srv.Client(t, 42)
	ann.Say("slow")
	r.srv.Await(t, "typing is shown", func() bool { return len(r.srv.Calls("sendChatAction")) > 0 })
	close(release)
	ann.Next()
}

// Conversations do not wait for each other, and each keeps its order.
func TestOrder(t *testing.T) {
	release := make(chan struct{})
	h := &script{}
	h.hook = func(_ context.Context, m bot.Message) {
		if m.Text == "slow" {
			<-release
		}
	}
	r := start(t, h, nil)
	ann, bob := r.srv.Client(t, 42), r.srv.Client(t, 43)
	ann.Say("slow")
	for _, s := range []string{"a", "b", "c"} {
		ann.Say(s)
	}
	bob.Say("hello")
	if m := bob.Next(); m.Text != "you said: hello" {
		t.Errorf("%q", m.Text)
	}
	bob.Say("and again")
	bob.Next()
	if w := r.srv.Waiting(); w < 4 {
		t.Errorf("only %d updates are kept while the oldest has no reply", w)
	}
	close(release)
	for _, want := range []string{"slow", "a", "b", "c"} {
		if m := ann.Next(); m.Text != "you said: "+want {
			t.Errorf("%q, want %q", m.Text, want)
		}
	}
	r.srv.Await(t, "all is acknowledged", func() bool { return r.srv.Waiting() == 0 })
	if n := len(h.messages()); n != 6 {
		t.Errorf("the core was handed %d messages, want 6", n)
	}
}

func TestLang(t *testing.T) {
	a, err := New(Config{Token: telegramtest.DefaultToken, Practice: practice()})
	if err != nil {
		t.Fatal(err)
	}
	c := bot.Conversation{Channel: bot.Telegram, Chat: "1", User: "1"}
	for _, tt := range []struct{ network, want bot.Lang }{{"es-MX", "es"}, {"ES", "es"}, {"fr", "en"}, {"", "en"}, {"esperanto", "en"}} {
		if got := a.lang(c, string(tt.network)); got != tt.want {
			t.Errorf("lang of %q = %q, want %q", tt.network, got, tt.want)
		}
	}
	a.memory.swap(c, exchange{}, bot.Spanish)
	if got := a.lang(c, "en"); got != bot.Spanish {
		t.Errorf("the talk's language is %q", got)
	}
}

func TestAddressOf(t *testing.T) {
	for _, tt := range []struct {
		c    bot.Conversation
		want address
		ok   bool
	}{
		{bot.Conversation{Channel: bot.Telegram, Chat: "42", User: "42"}, address{chat: 42}, true},
		{bot.Conversation{Channel: bot.Telegram, Chat: "-100/7", User: "42"}, address{chat: -100, thread: 7}, true},
		{bot.Conversation{Channel: bot.Web, Chat: "42"}, address{}, false},
		{bot.Conversation{Channel: bot.Telegram, Chat: "x"}, address{}, false},
		{bot.Conversation{Channel: bot.Telegram, Chat: "1/x"}, address{}, false},
		{bot.Conversation{Channel: bot.Telegram}, address{}, false},
	} {
		got, err := addressOf(tt.c)
		if got != tt.want || (err == nil) != tt.ok {
			t.Errorf("addressOf(%+v) = %+v, %v", tt.c, got, err)
		}
	}
}

func TestRichText(t *testing.T) {
	for _, tt := range []struct{ name, raw, want string }{
		{"none", ``, ""},
		{"broken", `{`, ""},
		{"plain", `{"blocks":[{"type":"paragraph","text":"numb"}]}`, "numb"},
		{"a kind called text", `{"blocks":[{"type":"text","text":"numb"}]}`, "numb"},
		{"nested", `{"blocks":[{"type":"list","items":[{"blocks":[{"type":"paragraph","text":["my groin ",{"type":"bold","text":"is numb"}]}]}]}]}`, "my groin \nis numb"},
	} {
		if got := richText([]byte(tt.raw)); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, tt := range []struct {
		country, want string
		km            float64
	}{{"US", "0.5 mi", 0.1}, {"US", "1 mi", 1.6}, {"US", "12 mi", 20}, {"MX", "20 km", 20.2}, {"ES", "2.5 km", 2.6}} {
		a := &Adapter{c: Config{Practice: bot.Practice{Country: tt.country}}}
		if got := a.distance(tt.km); got != tt.want {
			t.Errorf("%v km in %s: %q, want %q", tt.km, tt.country, got, tt.want)
		}
	}
}

func TestMessageIDsAreStable(t *testing.T) {
	h := &script{}
	r := newRig(t, h, nil)
	a := r.a
	a.me.Store(&user{ID: telegramtest.BotID, Username: telegramtest.BotName})
	m := &message{ID: 5, From: &user{ID: 1}, Chat: chat{ID: 1, Type: private}, Text: "x", Date: 100, EditDate: 200}
	ids := make(map[bot.MessageID]int)
	for range 2 {
		for _, u := range []*update{{ID: 10, Message: m}, {ID: 11, EditedMessage: m}, {ID: 12, EditedMessage: m},
			{ID: 13, CallbackQuery: &callbackQuery{ID: "q", From: *m.From, Message: m}}} {
			_, do := a.errand(h, u)
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			_, _ = do(ctx)
			cancel()
			ids[h.last().ID]++
		}
	}
	if diff := cmp.Diff(map[bot.MessageID]int{"m5": 2, "e5.11": 2, "e5.12": 2, "cq": 2}, ids); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
