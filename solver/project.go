package solver

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"unicode"
	"unicode/utf8"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/compile"
	"github.com/confspace/confspace/solver/internal/encode"
)

// Project returns the space of the answers that configurations give to some conditions:
// each combination of answers that occurs, once. For example, its Count is the number of
// different wiring harnesses if the conditions are the usages of their parts. It
// samples, enumerates, finds and is written like any space.
//
//	harness, err := space.Project(ctx, usages)
//	n, err := harness.Count(ctx, nil)
//
// It has its own catalog: option i, in the one family "conditions", is condition i, and is
// chosen where that holds. Its code is the condition's text if that can be a code and is not
// taken, otherwise "condition" and the number from 1. It has no rules: a selection without a
// configuration has one cause, a [CauseSpace]. [Read] loads its file for its [Space.Rules], an
// empty set on that catalog.
//
// It is exact. A search of its own decides the conditions first and asks a SAT solver below them:
// exponential at worst, within the budget of the space. It needs no circuit of the space.
// [Space.Verify] of the result proves what its circuit alone can show.
//
// The errors are the context's, and one that wraps [ErrBudget]. It panics when a
// condition is of another catalog.
func (v View) Project(ctx context.Context, conditions []rules.Expr) (*Space, error) {
	source.NeedContext("solver", ctx)
	s := v.made()
	for _, e := range conditions {
		s.checkCondition(e)
	}
	codes := conditionCodes(conditions)
	cat, err := unrestricted(s.cat.Product(), "conditions", codes)
	if err != nil {
		return nil, err
	}
	f := conjunction{cnf.NewFormula(len(conditions), len(conditions))}
	// The variables of the space follow those of the conditions.
	base, shift := s.encoding.Formula, cnf.Lit(2*len(conditions))
	for range base.Vars() {
		f.NewAux()
	}
	f.Append(base, shift.Var())
	for _, l := range v.appendLines(nil) {
		f.AddClause(l + shift)
	}
	encoder := encode.NewEncoder(s.cat, shifted{f, shift})
	for i, e := range conditions {
		is, l := cnf.Pos(cnf.Var(i+1)), encoder.Literal(e)
		if holds, constant := encode.Constant(l); constant {
			if !holds {
				is = is.Not()
			}
			f.AddClause(is)
			continue
		}
		f.AddClause(is, (l + shift).Not())
		f.AddClause(is.Not(), l+shift)
	}
	c, _, err := s.budget.run(ctx, f.Formula, nil, compile.Project)
	if errors.Is(err, ErrBudget) {
		return nil, fmt.Errorf("%w of the projection: %w", ErrNoCircuit, err)
	}
	if err != nil {
		return nil, err
	}
	return newWhole(cat, c)
}

// shifted is a formula for an encoder, with variables that begin later.
type shifted struct {
	conjunction
	by cnf.Lit
}

// NewAux adds an auxiliary.
func (s shifted) NewAux() cnf.Var { return s.conjunction.NewAux() - s.by.Var() }

// Define adds a clause.
func (s shifted) Define(lits ...cnf.Lit) {
	lits = slices.Clone(lits)
	for i := range lits {
		lits[i] += s.by
	}
	s.AddClause(lits...)
}

// conditionCodes returns a code for each condition, no two the same.
func conditionCodes(conditions []rules.Expr) []string {
	codes := make([]string, len(conditions))
	taken := map[string]bool{"conditions": true}
	for i, e := range conditions {
		code := e.String()
		if !isCode(code) {
			code = "condition " + strconv.Itoa(i+1)
		}
		for taken[code] {
			code += " #" + strconv.Itoa(i+1)
		}
		taken[code] = true
		codes[i] = code
	}
	return codes
}

// isCode reports whether a text can be a code with a number behind it.
func isCode(text string) bool {
	const room = len(" #1048576")
	if text == "" || len(text) > config.MaxCode-room || !utf8.ValidString(text) {
		return false
	}
	for _, r := range text {
		if r == '"' || !unicode.IsPrint(r) {
			return false
		}
	}
	return true
}
