package configtest

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
)

// hurried is a context that ends once it was looked at so many times.
type hurried struct {
	context.Context
	looks atomic.Int64
	most  int64
}

var errHurry = errors.New("no more time")

func (h *hurried) Err() error {
	if h.looks.Add(1) > h.most {
		return errHurry
	}
	return nil
}

// Ends asks again and again, with a context that ends at its first look, at a later one, and so
// on: ask must return the context's error, wherever it is, unless it has its answer by then. It fails t
// otherwise, and if ask fails with a context that lasts. It returns how often the context's error came.
func Ends(t testing.TB, ask func(context.Context) error) (ended int) {
	t.Helper()
	all := &hurried{Context: t.Context(), most: 1 << 62}
	if err := ask(all); err != nil {
		t.Fatalf("with a context that lasts: %v", err)
	}
	for most := int64(0); most < all.looks.Load(); most += 1 + most/10 {
		err := ask(&hurried{Context: t.Context(), most: most})
		switch {
		case most == 0 && err == nil:
			t.Fatal("a context that has ended is not seen")
		case err != nil && !errors.Is(err, errHurry):
			t.Fatalf("after %d looks: %v", most, err)
		case err != nil:
			ended++
		}
	}
	return ended
}
