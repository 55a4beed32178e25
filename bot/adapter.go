package bot

import "context"

// A Handler handles one message. It never fails: trouble becomes a Reply.
type Handler interface {
	Handle(ctx context.Context, m Message) Reply
}

// An Adapter carries a channel's messages to a Handler and its replies back, until ctx ends. It holds no logic.
type Adapter interface {
	Run(ctx context.Context, h Handler) error
}

// A Sender is an adapter that can write first.
type Sender interface {
	Send(ctx context.Context, c Conversation, r Reply) error
}
