package circuittest

import "context"

// Watched is a context that ends once it was looked at so many times.
type Watched struct {
	context.Context
	Looks, Most int
}

// Err counts a look. After the last that is granted it returns [context.Canceled].
func (w *Watched) Err() error {
	if w.Looks++; w.Looks > w.Most {
		return context.Canceled
	}
	return nil
}
