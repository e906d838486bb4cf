package circuittest

import "context"

// Watched is a context that ends after a number of polls.
type Watched struct {
	context.Context
	Looks, Most int
}

// Err counts a poll. After the last one granted it returns [context.Canceled].
func (w *Watched) Err() error {
	if w.Looks++; w.Looks > w.Most {
		return context.Canceled
	}
	return nil
}
