package rules

import "github.com/confspace/confspace/config"

// Decision is a node of the reduced ordered decision diagram of an OpArith: it
// says which way to go when Option is rejected, and which when it is chosen. A
// way is the index of another decision, always a higher one, or [DecidedFalse]
// or [DecidedTrue].
type Decision struct {
	Option   config.OptionID `json:"option"`
	Rejected int             `json:"rejected"`
	Chosen   int             `json:"chosen"`
}

// The ends of a decision diagram.
const (
	DecidedFalse = -1
	DecidedTrue  = -2
)

// Decisions returns the decision diagram of an OpArith, nil for other operators.
// Evaluation starts at the first decision. Options come in one order along all
// ways, each at most once; no two decisions are equal, and none goes the same way
// in both cases. The slice is the caller's.
func (e Expr) Decisions() []Decision {
	if e.Op() != OpArith {
		return nil
	}
	out := make([]Decision, e.code[0].v)
	for i := range out {
		c := e.code[1+i]
		rejected, chosen := c.bounds()
		out[i] = Decision{config.OptionID(c.n), rejected, chosen}
	}
	return out
}

// decide follows the diagram of the OpArith at the start of c.
func decide(c []cell, sel *config.Selection) bool {
	at := 0
	for at >= 0 {
		d := c[1+at]
		rejected, chosen := d.bounds()
		if sel.IsChosen(config.OptionID(d.n)) {
			at = chosen
		} else {
			at = rejected
		}
	}
	return at == DecidedTrue
}

// truthOfArith marks the decisions that can be reached while options are open,
// front to back, and then the ends that they lead to.
func truthOfArith(c []cell, sel *config.Selection) Truth {
	decisions := c[1 : 1+c[0].v]
	var small [16]uint64 // spares the allocation up to 1,024 decisions
	reached := small[:]
	if words := (len(decisions) + 63) / 64; words > len(small) {
		reached = make([]uint64, words)
	}
	var ends [2]bool // DecidedFalse, DecidedTrue
	mark := func(way int) {
		if way < 0 {
			ends[-way-1] = true
			return
		}
		reached[way/64] |= 1 << (way % 64)
	}
	mark(0)
	for i, d := range decisions {
		if reached[i/64]>>(i%64)&1 == 0 {
			continue
		}
		rejected, chosen := d.bounds()
		state := sel.State(config.OptionID(d.n))
		if state != config.Chosen {
			mark(rejected)
		}
		if state != config.Rejected {
			mark(chosen)
		}
	}
	if ends[0] && ends[1] {
		return Undecided
	}
	return truthOf(ends[1])
}
