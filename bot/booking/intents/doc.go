// Package intents is the learnt half of the decision what a booking line wants: a linear model over the words of a line, in
// which days, hours and services stand as their kinds. The grammar's half is in package booking, which also decides when the
// model is asked at all. Command train beside it makes model.bin from the labelled lines, always the same file from the
// same lines.
package intents
