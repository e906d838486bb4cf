package circuit

import (
	"sync"

	"github.com/confspace/confspace/solver/internal/cnf"
)

// pools hold the scratch between queries, and data that is computed once.
type pools struct {
	counts, words, reals sync.Pool // *counting, *words, *measuring
	possible             sync.Pool // *possibility
	spreads, wideSpreads sync.Pool // *spreading
	sized, opened        sync.Once // guard log2 and opens
	bundled              sync.Once // guards bundles
	log2                 int64     // see Circuit.log2
	opens                []cnf.Var // see Circuit.opens
	bundles              int       // see Circuit.bundles
}

// borrow takes scratch out of a pool; the borrower puts it back.
func borrow[T any](pool *sync.Pool) *T {
	if scratch, ok := pool.Get().(*T); ok {
		return scratch
	}
	return new(T)
}

// sized returns s with n elements, in its memory if that suffices; elements
// keep their memory.
func sized[T any](s []T, n int) []T {
	if cap(s) < n {
		s = append(s[:cap(s)], make([]T, n-cap(s))...)
	}
	return s[:n]
}
