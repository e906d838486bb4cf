package main

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"strconv"

	"github.com/booleworks/logicng-go/dnnf"
	"github.com/booleworks/logicng-go/formula"
	"github.com/booleworks/logicng-go/handler"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/dimacs"
)

// An engine compiles formulas and counts their models.
type engine struct {
	name string
	// take converts a formula to the library's input.
	take func(f *dimacs.Formula) (task, error)
}

// A task is one formula in one library: compile, then count.
type task interface {
	compile(ctx context.Context) error
	// count returns the number of models over the variables of the header.
	count() (*big.Int, error)
}

// engines are the compared libraries, ours first.
var engines = [2]engine{
	{"confspace", func(f *dimacs.Formula) (task, error) {
		set, err := f.Set()
		return &ours{set: set}, err
	}},
	{"logicng-go", func(f *dimacs.Formula) (task, error) { return newTheirs(f), nil }},
}

type ours struct {
	set   *rules.Set
	space *solver.Space
}

func (o *ours) compile(ctx context.Context) (err error) {
	o.space, err = solver.Compile(ctx, o.set, config.Point{}, solver.Config{})
	return err
}

func (o *ours) count() (*big.Int, error) { return o.space.Count(context.Background(), nil) }

type theirs struct {
	factory formula.Factory
	conj    formula.Formula
	vars    int
	limit   dnnf.Handler // nil: no limit
	circuit *dnnf.DNNF
}

func newTheirs(f *dimacs.Formula) *theirs {
	t := &theirs{factory: formula.NewFactory(), vars: f.NumVars()}
	clauses := make([]formula.Formula, f.NumClauses())
	for i := range clauses {
		var lits []formula.Formula
		for _, l := range f.Clause(i) {
			lits = append(lits, t.factory.Literal("v"+strconv.Itoa(int(max(l, -l))), l > 0))
		}
		clauses[i] = t.factory.Or(lits...)
	}
	t.conj = t.factory.And(clauses...)
	return t
}

var errGaveUp = errors.New("logicng-go: too many decisions")

// compile ignores ctx: the library asks its handler only at decisions, and its
// preparation of a large formula takes long.
func (t *theirs) compile(context.Context) (err error) {
	defer recovered(&err)
	var ok bool
	if t.circuit, ok = dnnf.CompileWithHandler(t.factory, t.conj, t.limit); !ok {
		return errGaveUp
	}
	return nil
}

// count adds the variables of the header that the library never saw.
func (t *theirs) count() (n *big.Int, err error) {
	defer recovered(&err)
	n = t.circuit.ModelCount()
	return n.Lsh(n, uint(t.vars-t.circuit.OriginalVars.Size())), nil
}

// recovered makes an error of a panic of the library.
func recovered(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("logicng-go: panic: %v", p)
	}
}

// decisions is a handler that allows a number of Shannon expansions.
type decisions struct {
	handler.Computation
	left int
}

func (d *decisions) ShannonExpansion() bool {
	d.left--
	return d.left >= 0
}
