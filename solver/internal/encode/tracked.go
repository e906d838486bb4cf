package encode

import (
	"github.com/confspace/confspace/solver/internal/cnf"
)

// track adds a literal to the tracked ones. A constant has no variable; any
// other's must outlive simplification.
func (e *Encoding) track(l cnf.Lit) {
	e.Tracked = append(e.Tracked, l)
	if _, constant := Constant(l); !constant {
		e.Formula.Keep(l.Var())
	}
}

// Constant reports whether l, one of [Encoding].Tracked or of [Encoder.Literal], is a
// constant, and which.
func Constant(l cnf.Lit) (value, ok bool) { return l == yes, l == yes || l == no }
