package rules

import (
	"fmt"

	"github.com/confspace/confspace/config"
)

// listFault returns the fault in the list of an OpBetween, and what to do; both
// are empty if there is none. Such a condition has a meaning, but nobody means it.
// O(size).
func (e Expr) listFault() (msg, hint string) {
	lo, hi := e.Bounds()
	n := 0
	listed := make(map[config.OptionID]bool)
	for arg := range e.Args() {
		n++
		o := arg.Option()
		if o == config.NoOption {
			continue
		}
		if listed[o] {
			return e.cat.Code(o) + " is listed twice", "list it once; a family stands for all its options"
		}
		listed[o] = true
	}
	if most := max(lo, hi); most > n {
		return fmt.Sprintf("the bound %d is above the number of conditions, %d", most, n), "count them; a family stands for all its options"
	}
	return "", ""
}

// listFaults calls report with the fault of each OpBetween within e.
func (e Expr) listFaults(report func(msg, hint string)) {
	for i, c := range e.code {
		if c.op != OpBetween {
			continue
		}
		if msg, hint := (Expr{e.cat, e.code[i : i+int(c.n)]}).listFault(); msg != "" {
			report(msg, hint)
		}
	}
}
