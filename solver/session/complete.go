package session

import (
	"context"
	"fmt"
	"iter"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/solver"
)

// Completion is a configuration of the choices.
//
// Its JSON is that of [Completion.AppendJSON], examples/schema/completion.schema.json.
type Completion struct {
	Selection *config.Selection // complete; the caller's
	Values    []config.Quantity // by goal
}

// Completions yields the configurations that agree with the choices, the best first: those with the
// least value of the first goal, of these those with the least of the second, and so on, and of
// equal ones the first in canonical order, see [solver.View.Rank]. So the answer is exact and the
// same every time. Goals are [Defaults] of the catalog, [solver.AttributeObjective] for the
// lowest price or mass, [Fewest], [Likeness] and [History], or any other.
//
// The cost is that of [solver.View.Lexicographic]. The error is the context's. It panics as that does.
// The session does not change; take a completion by choosing its options.
func (s *Session) Completions(ctx context.Context, goals ...*solver.Objective) iter.Seq2[Completion, error] {
	source.NeedContext("session", ctx)
	best := s.View().Lexicographic(ctx, goals...)
	return func(yield func(Completion, error) bool) {
		for sel, err := range best {
			c := Completion{Selection: sel}
			if err == nil {
				for _, g := range goals {
					c.Values = append(c.Values, g.Value(sel))
				}
			}
			if !yield(c, err) {
				return
			}
		}
	}
}

// Fewest is the goal of as few options as possible. It panics if cat is nil.
func Fewest(cat *config.Catalog) *solver.Objective {
	needCatalog("Fewest", cat)
	costs := solver.Costs{Chosen: make([]config.Decimal, cat.NumOptions())}
	for o := range costs.Chosen {
		costs.Chosen[o] = config.NewDecimal(1)
	}
	return goal(cat, costs)
}

// Likeness is the goal of being like an order: the number of its decisions that are otherwise. What
// it leaves open is free. It panics if order is nil.
func Likeness(order *config.Selection) *solver.Objective {
	if order == nil {
		panic("session: Likeness needs an order; it is nil")
	}
	return History(order.Catalog(), []*config.Selection{order})
}

// History is the goal of being like earlier orders: the number of their decisions, all together, that
// are otherwise. So what most of them have is preferred. It panics if cat is nil, and when an order is
// nil or of another catalog.
func History(cat *config.Catalog, orders []*config.Selection) *solver.Objective {
	needCatalog("History", cat)
	n := cat.NumOptions()
	chosen, rejected := make([]int64, n), make([]int64, n) // how many orders do
	for _, order := range orders {
		if order == nil || order.Catalog() != cat {
			panic("session: an order of another catalog than the goal's")
		}
		for o := range order.Chosen() {
			chosen[o]++
		}
		for o := range order.Rejected() {
			rejected[o]++
		}
	}
	costs := solver.Costs{Chosen: make([]config.Decimal, n), Rejected: make([]config.Decimal, n)}
	for o := range n {
		costs.Chosen[o], costs.Rejected[o] = config.NewDecimal(rejected[o]), config.NewDecimal(chosen[o])
	}
	return goal(cat, costs)
}

func needCatalog(name string, cat *config.Catalog) {
	if cat == nil {
		panic("session: " + name + " needs a catalog; it is nil")
	}
}

// goal returns an objective that counts.
func goal(cat *config.Catalog, costs solver.Costs) *solver.Objective {
	obj, err := solver.NewObjective(cat, costs, config.None)
	if err != nil {
		panic(fmt.Sprint("session: ", err)) // there are not so many orders
	}
	return obj
}
