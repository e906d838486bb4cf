package solver

import (
	"context"
	"math/big"
	"slices"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/circuit/query"
	"github.com/confspace/confspace/solver/internal/encode"
)

// View is a space under a selection: its queries see only the configurations that have
// the chosen options of the selection and lack the rejected ones. [Space.Given] makes
// it; the View in each [Space] has no selection and sees all configurations. The
// methods of the zero View panic.
//
//	space.Count(ctx, nil)            // all
//	space.Given(sel).Count(ctx, nil) // those that agree with sel
//
// A View is two words and costs nothing to make; any number of goroutines may ask it
// at once. It keeps the selection and reads it at each query: do not change it while
// a query or a sequence runs.
//
// A context ends a query soon, whatever the size of the circuit; the error is its
// cause. Then the result of the query, such as z or dst, is undefined.
type View struct {
	space *Space
	sel   *config.Selection // nil: restricts nothing
}

// Given returns the view of the configurations that agree with a selection. The
// selection is kept, see [View]. O(1), no allocation. It panics when sel is nil or of
// another catalog than the space's.
func (s *Space) Given(sel *config.Selection) View {
	if s == nil {
		panic("solver: Given needs a space; it is nil")
	}
	s.made().check("Given", sel)
	return View{s, sel}
}

// made returns the space, and panics without one.
func (v View) made() *Space {
	if v.space == nil {
		panic("solver: the zero Space or View: Compile and Read make a Space, Space.Given a View")
	}
	return v.space
}

// question is a running query of the circuit. Its data are by literal.
type question struct {
	space    *Space
	circuit  circuit.Circuit // ends with the context, as do models
	models   query.Models
	buffer   circuit.Assignment
	assign   circuit.Assignment // buffer, or nil for no selection
	counts   []big.Int          // by literal, as are the next two
	shares   []float64
	weights  []float64
	costs    []int64          // by variable
	marginal []query.Marginal // by variable
}

// ask begins a query of the circuit. The error wraps [ErrNoCircuit] or is the cause of
// the context; otherwise end must be deferred.
func (v View) ask(ctx context.Context) (*question, error) {
	s := v.made()
	if err := s.needCircuit(); err != nil {
		return nil, err
	}
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	q, ok := s.questions.Get().(*question)
	if !ok {
		q = &question{space: s}
	}
	q.circuit, q.models, q.assign = s.circuit.Within(ctx), s.models.Within(ctx), nil
	if v.sel != nil {
		q.buffer = s.assign(q.buffer, v.sel)
		q.assign = q.buffer
	}
	return q, nil
}

// end gives the query's scratch back, and sets err if the context ended the query.
func (q *question) end(err *error) {
	if why := circuit.Ended(recover()); why != nil {
		*err = why
	}
	q.circuit, q.models = circuit.Circuit{}, query.Models{}
	q.space.questions.Put(q)
}

// keep returns the selection's assignment in memory that is not the
// query's.
func (q *question) keep() circuit.Assignment { return slices.Clone(q.assign) }

// assign returns sel as an assignment of the circuit, in dst's memory if that
// suffices.
func (s *Space) assign(dst circuit.Assignment, sel *config.Selection) circuit.Assignment {
	dst = sized(dst, sel.Len()+1)
	clear(dst)
	for o := range sel.Chosen() {
		dst.Set(encode.Option(o))
	}
	for o := range sel.Rejected() {
		dst.Set(encode.Option(o).Not())
	}
	return dst
}

// check panics when sel is nil or of another catalog: a mistake of who called the
// function of the name.
func (s *Space) check(name string, sel *config.Selection) {
	if sel == nil {
		panic("solver: " + name + " needs a selection; it is nil")
	}
	if sel.Catalog() != s.cat {
		panic("solver: a selection of another catalog than the space's")
	}
}

// checkCondition panics when e is zero or of another catalog.
func (s *Space) checkCondition(e rules.Expr) {
	if e.Catalog() != s.cat {
		panic("solver: condition of another catalog")
	}
}

// sized returns s with n elements, in its memory if that suffices.
func sized[S ~[]T, T any](s S, n int) S {
	if cap(s) < n {
		return make(S, n)
	}
	return s[:n]
}
