package main

import (
	"time"

	"knead/bot"
	staffdesk "knead/bot/desk"
)

// newStaffDesk puts together what stands between clients and the practice's people.
func (d *desk) newStaffDesk(st staffdesk.Store, staff []bot.Conversation, now func() time.Time) (*staffdesk.Desk, error) {
	return staffdesk.New(staffdesk.Options{Practice: d.practice, Store: st, Reader: d.reader, Drafter: drafter{d.practice}, Staff: staff,
		Log: d.log, Now: now})
}
