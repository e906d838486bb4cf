package circuittest

import (
	"context"
	"sync"
)

// Watched is a context that ends after a number of polls.
type Watched struct {
	context.Context
	Looks, Most int

	mu sync.Mutex
}

// Err counts a poll. After the last one granted it returns [context.Canceled].
func (w *Watched) Err() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.Looks++; w.Looks > w.Most {
		return context.Canceled
	}
	return nil
}
