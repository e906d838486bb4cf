package bom

import (
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
)

// A condition is an index into conditions; 0 is the one that always holds.
type condition uint32

// conditions are the distinct conditions of a structure or a line. Departments
// write the same few over and over, so each is kept once.
type conditions struct {
	exprs []rules.Expr
}

// holds evaluates a condition without allocating.
func (c *conditions) holds(id condition, sel *config.Selection) bool {
	return id == 0 || c.exprs[id].Holds(sel)
}

// An interner numbers conditions by their canonical text.
type interner struct {
	exprs []rules.Expr
	known map[string]condition
}

func (in *interner) add(e rules.Expr) condition {
	if e.IsZero() {
		return 0
	}
	if in.known == nil {
		in.known, in.exprs = make(map[string]condition), make([]rules.Expr, 1)
	}
	key := e.String()
	id, ok := in.known[key]
	if !ok {
		id = condition(len(in.exprs))
		in.known[key] = id
		in.exprs = append(in.exprs, e)
	}
	return id
}

func (in *interner) compile() conditions { return conditions{exprs: in.exprs} }
