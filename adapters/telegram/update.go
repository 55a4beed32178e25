package telegram

import (
	"encoding/json"
	"strings"
)

// These are the parts of Telegram's objects that are read. The library's own end at Bot API 5.5 and drop what they do
// not know; a field that is missing here is simply not looked at.

type update struct {
	ID            int64           `json:"update_id"`
	Message       *message        `json:"message"`
	EditedMessage *message        `json:"edited_message"`
	CallbackQuery *callbackQuery  `json:"callback_query"`
	InlineQuery   *inlineQuery    `json:"inline_query"`
	MyChatMember  *chatMemberNews `json:"my_chat_member"`
}

// kinds are the updates that are asked for.
func kinds(inline bool) []string {
	ks := []string{"message", "edited_message", "callback_query", "my_chat_member"}
	if inline {
		ks = append(ks, "inline_query")
	}
	return ks
}

type user struct {
	ID       int64  `json:"id"`
	IsBot    bool   `json:"is_bot"`
	First    string `json:"first_name"`
	Last     string `json:"last_name"`
	Username string `json:"username"`
	Lang     string `json:"language_code"`
	Inline   bool   `json:"supports_inline_queries"`
	ReadsAll bool   `json:"can_read_all_group_messages"`
}

// name is what the user goes by.
func (u *user) name() string { return strings.TrimSpace(u.First + " " + u.Last) }

type chat struct {
	ID   int64    `json:"id"`
	Type chatType `json:"type"`
}

type chatType string

const (
	private chatType = "private"
	channel chatType = "channel" // groups and supergroups are what is neither
)

// A message is a chat's. Date is 0 when Telegram no longer shows it (InaccessibleMessage).
type message struct {
	ID              int             `json:"message_id"`
	Thread          int             `json:"message_thread_id"`
	IsTopic         bool            `json:"is_topic_message"`
	From            *user           `json:"from"`
	SenderChat      *chat           `json:"sender_chat"`
	ViaBot          *user           `json:"via_bot"`
	Chat            chat            `json:"chat"`
	Date            int64           `json:"date"`
	EditDate        int64           `json:"edit_date"`
	ReplyTo         *message        `json:"reply_to_message"`
	MediaGroup      string          `json:"media_group_id"`
	Text            string          `json:"text"`
	Entities        []entity        `json:"entities"`
	Caption         string          `json:"caption"`
	CaptionEntities []entity        `json:"caption_entities"`
	Keyboard        *keyboard       `json:"reply_markup"`
	Location        *location       `json:"location"`
	Venue           *venue          `json:"venue"`
	Contact         *contact        `json:"contact"`
	Rich            json.RawMessage `json:"rich_message"`

	// Content that knead cannot read.
	Animation json.RawMessage `json:"animation"`
	Audio     json.RawMessage `json:"audio"`
	Checklist json.RawMessage `json:"checklist"`
	Dice      json.RawMessage `json:"dice"`
	Document  json.RawMessage `json:"document"`
	Game      json.RawMessage `json:"game"`
	LivePhoto json.RawMessage `json:"live_photo"`
	PaidMedia json.RawMessage `json:"paid_media"`
	Photo     json.RawMessage `json:"photo"`
	Poll      json.RawMessage `json:"poll"`
	Sticker   json.RawMessage `json:"sticker"`
	Story     json.RawMessage `json:"story"`
	Video     json.RawMessage `json:"video"`
	VideoNote json.RawMessage `json:"video_note"`
	Voice     json.RawMessage `json:"voice"`
}

// unreadable reports whether m carries something other than words. What carries neither is a notice of Telegram's own
// (somebody joined, a title changed), which nobody expects an answer to.
func (m *message) unreadable() bool {
	for _, raw := range []json.RawMessage{m.Animation, m.Audio, m.Checklist, m.Dice, m.Document, m.Game, m.LivePhoto, m.PaidMedia,
		m.Photo, m.Poll, m.Sticker, m.Story, m.Video, m.VideoNote, m.Voice} {
		if len(raw) > 0 && string(raw) != "null" {
			return true
		}
	}
	return false
}

// thread is the forum topic to answer in. A thread of replies in an ordinary group has a number too, but is no topic.
func (m *message) thread() int {
	if m.IsTopic {
		return m.Thread
	}
	return 0
}

type entity struct {
	Type   string `json:"type"`
	Offset int    `json:"offset"` // UTF-16 units
	Length int    `json:"length"`
	User   *user  `json:"user"`
}

type location struct {
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
}

type venue struct {
	Location location `json:"location"`
}

type contact struct {
	Phone string `json:"phone_number"`
	User  int64  `json:"user_id"`
}

type callbackQuery struct {
	ID      string   `json:"id"`
	From    user     `json:"from"`
	Message *message `json:"message"`
	Data    string   `json:"data"`
}

type inlineQuery struct {
	ID    string `json:"id"`
	From  user   `json:"from"`
	Query string `json:"query"`
}

type chatMemberNews struct {
	Chat chat `json:"chat"`
	From user `json:"from"`
	New  struct {
		Status string `json:"status"`
	} `json:"new_chat_member"`
}

type keyboard struct {
	Rows [][]inlineButton `json:"inline_keyboard"`
}

type inlineButton struct {
	Text     string    `json:"text"`
	URL      string    `json:"url,omitempty"`
	Data     string    `json:"callback_data,omitempty"`
	CopyText *copyText `json:"copy_text,omitempty"`
}

type copyText struct {
	Text string `json:"text"`
}
