package main

import (
	"slices"
	"testing"
	"time"
)

// discard drops the log of a benchmark.
type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }

// report adds percentiles to a benchmark.
func report(b *testing.B, took []time.Duration) {
	if len(took) == 0 {
		return
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
}
