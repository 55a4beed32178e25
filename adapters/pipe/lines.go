package pipe

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// MaxLine is the longest line that is read, in bytes. A longer one is answered with an error and skipped.
const MaxLine = 4 << 20

// Lines answers each line of in with one line on out, in order, until in ends or ctx does. answer returns the object to
// write; its error becomes {"error": …} beside the line's id, if it had one. Empty lines are skipped.
func Lines(ctx context.Context, in io.Reader, out io.Writer, answer func(ctx context.Context, line []byte) (any, error)) error {
	r := bufio.NewReaderSize(in, 64<<10)
	w := bufio.NewWriter(out)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for ctx.Err() == nil {
		line, tooLong, err := readLine(r)
		end := errors.Is(err, io.EOF)
		if err != nil && !end {
			return fmt.Errorf("read line: %w", err)
		}
		if line = bytes.TrimSpace(line); len(line) > 0 || tooLong {
			var reply any
			var aerr error
			if tooLong {
				aerr = fmt.Errorf("line is longer than %d bytes", MaxLine)
			} else {
				reply, aerr = answer(ctx, line)
			}
			if aerr != nil {
				reply = failure{ID: idOf(line), Error: aerr.Error()}
			}
			if err := enc.Encode(reply); err != nil {
				return fmt.Errorf("write line: %w", err)
			}
			if err := w.Flush(); err != nil {
				return fmt.Errorf("write line: %w", err)
			}
		}
		if end {
			return nil
		}
	}
	return context.Cause(ctx)
}

type failure struct {
	ID    json.RawMessage `json:"id,omitempty"`
	Error string          `json:"error"`
}

// idOf finds the id of a line whose other values were wrong.
func idOf(line []byte) json.RawMessage {
	var o struct {
		ID json.RawMessage `json:"id"`
	}
	if json.Unmarshal(line, &o) != nil {
		return nil
	}
	return o.ID
}

// readLine returns the next line without its end. A line over MaxLine is read to its end and dropped.
func readLine(r *bufio.Reader) (line []byte, tooLong bool, err error) {
	for {
		part, err := r.ReadSlice('\n')
		if len(line)+len(part) > MaxLine {
			tooLong, line = true, nil
		}
		if !tooLong {
			line = append(line, part...)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		return line, tooLong, err
	}
}
