package check

import (
	"context"
	"sync/atomic"
)

// beside runs f at the same time as the caller goes on, if both may run, or else at once.
// The caller must wait before it uses what f has written.
func beside(both bool, f func()) (wait func()) {
	if !both {
		f()
		return func() {}
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		f()
	}()
	return func() { <-done }
}

// answered is a context that ends, too, once the answer is known.
type answered struct {
	context.Context
	known atomic.Bool
}

func (s *answered) Err() error {
	if s.known.Load() {
		return context.Canceled
	}
	return s.Context.Err()
}
