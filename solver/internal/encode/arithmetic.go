package encode

import (
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver/internal/cnf"
)

// arithmetic turns an OpArith, a diagram of options, into a diagram of layers.
// That can only be smaller: the options of a family are next to each other, and
// most of their combinations are impossible.
func (e *Encoder) arithmetic(x rules.Expr) function {
	a := arithmetic{decisions: x.Decisions(), at: map[cnf.Lit]place{}, made: map[int]int32{}}
	terms := make([]term, 0, len(a.decisions))
	for _, o := range x.Options() {
		terms = append(terms, term{lit: Option(o)})
	}
	a.diagram = newDiagram(e.layers(terms))
	for i, l := range a.layers {
		for j, c := range l.choices {
			a.at[c.lit] = place{i, j}
		}
	}
	return function{diagram: a.diagram, root: a.build(0)}
}

// arithmetic translates decisions on options into a diagram of layers.
type arithmetic struct {
	*diagram
	decisions []rules.Decision
	at        map[cnf.Lit]place // of an option
	made      map[int]int32     // node by decision
}

// place is a choice of a layer.
type place struct{ layer, choice int }

// build returns the node of a decision.
func (a *arithmetic) build(decision int) int32 {
	switch decision {
	case rules.DecidedFalse:
		return 0
	case rules.DecidedTrue:
		return 1
	}
	if n, ok := a.made[decision]; ok {
		return n
	}
	layer := a.layer(decision)
	children := make([]int32, 0, len(a.layers[layer].choices)+1)
	for j := range a.layers[layer].choices {
		children = append(children, a.build(a.leave(decision, place{layer, j})))
	}
	none := a.leave(decision, place{layer, len(children)})
	if a.layers[layer].some == yes {
		children = append(children, children[0]) // impossible
	} else {
		children = append(children, a.build(none))
	}
	n := a.node(layer, children)
	a.made[decision] = n
	return n
}

// layer returns the layer of a decision's option.
func (a *arithmetic) layer(decision int) int {
	return a.at[a.lit(decision)].layer
}

func (a *arithmetic) lit(decision int) cnf.Lit { return Option(a.decisions[decision].Option) }

// leave follows the decisions on the options of a layer, of which one choice
// or none holds, and returns the first decision of another layer.
func (a *arithmetic) leave(decision int, chosen place) int {
	for decision >= 0 && a.layer(decision) == chosen.layer {
		if a.at[a.lit(decision)] == chosen {
			decision = a.decisions[decision].Chosen
		} else {
			decision = a.decisions[decision].Rejected
		}
	}
	return decision
}
