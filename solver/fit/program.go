package fit

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// A program is a linear program over columns that come one by one: find amounts of columns, not
// negative, that add up to a right side at the least cost. It is the revised simplex method with
// an inverse of the basis, which is changed with each pivot and made again now and then.
//
// A row whose basic column is pinned has an artificial amount, which stays 0.
type program struct {
	right   []float64
	columns [][]float64
	costs   []float64
	fixed   int   // a column of which the amount must stay 0 if it is basic, or pinned
	basis   []int // by row: a column, or pinned
	inverse *mat.Dense
	amounts []float64 // by row: of its basic column
	pivots  int       // since the inverse was made
	alpha   *mat.VecDense
}

// pinned is the basic column of a row without one.
const pinned = -1

// newProgram returns a program of a right side, whose rows are all pinned.
func newProgram(right []float64) *program {
	n := len(right)
	p := &program{right: right, basis: make([]int, n), fixed: pinned, inverse: mat.NewDense(n, n, nil), amounts: slices.Clone(right), alpha: mat.NewVecDense(n, nil)}
	for r := range n {
		p.basis[r] = pinned
		p.inverse.Set(r, r, 1)
	}
	return p
}

// add adds a column and returns its number.
func (p *program) add(column []float64, cost float64) int {
	p.columns, p.costs = append(p.columns, column), append(p.costs, cost)
	return len(p.columns) - 1
}

// duals returns the value of a unit of each row. A column lowers the cost if its own cost is less
// than its value.
func (p *program) duals() []float64 {
	duals := make([]float64, len(p.right))
	for r, c := range p.basis {
		if c != pinned && p.costs[c] != 0 {
			for i := range duals {
				duals[i] += float64(p.costs[c] * p.inverse.At(r, i))
			}
		}
	}
	return duals
}

const (
	// tiny is an element that is too small to pivot on.
	tiny = 1e-9
	// remake is after how many pivots the inverse is made again.
	remake = 50
)

// enter brings a column into the basis, with the greatest amount that leaves no other one
// negative. It reports false if there is no bound.
func (p *program) enter(column int) bool {
	p.express(column)
	row, best := pinned, tiny
	for r, c := range p.basis {
		if x := math.Abs(p.alpha.AtVec(r)); (c == pinned || c == p.fixed) && x > best {
			row, best = r, x
		}
	}
	if row == pinned {
		least := math.Inf(1)
		for r := range p.basis {
			x := p.alpha.AtVec(r)
			if x <= tiny {
				continue
			}
			ratio := max(p.amounts[r], 0) / x
			if ratio < least-tiny || ratio < least+tiny && x > p.alpha.AtVec(row) {
				row, least = r, min(least, ratio)
			}
		}
	}
	if row == pinned {
		return false
	}
	p.pivot(row, column)
	return true
}

// force makes a column the basic one of a row, whatever the amounts become.
func (p *program) force(row, column int) {
	p.express(column)
	p.pivot(row, column)
}

// express sets alpha to the column in terms of the basis.
func (p *program) express(column int) {
	p.alpha.MulVec(p.inverse, mat.NewVecDense(len(p.right), p.columns[column]))
}

// pivot makes the column of alpha the basic one of a row.
func (p *program) pivot(row, column int) {
	p.basis[row] = column
	if p.pivots++; p.pivots >= remake && p.make() {
		return
	}
	by := p.alpha.AtVec(row)
	amount := p.amounts[row] / by
	pivotal := p.inverse.RawRowView(row)
	for i := range pivotal {
		pivotal[i] /= by
	}
	for r := range p.basis {
		x := p.alpha.AtVec(r)
		if r == row || x == 0 {
			continue
		}
		p.amounts[r] -= float64(x * amount)
		other := p.inverse.RawRowView(r)
		for i := range other {
			other[i] -= float64(x * pivotal[i])
		}
	}
	p.amounts[row] = amount
}

// make makes the inverse and the amounts from the basis. It reports false if the basis is singular.
func (p *program) make() bool {
	n := len(p.right)
	basis := mat.NewDense(n, n, nil)
	for r, c := range p.basis {
		if c == pinned {
			basis.Set(r, r, 1)
			continue
		}
		for i, x := range p.columns[c] {
			basis.Set(i, r, x)
		}
	}
	var inverse mat.Dense
	if err := inverse.Inverse(basis); err != nil && math.IsInf(float64(err.(mat.Condition)), 1) {
		return false
	}
	p.inverse, p.pivots = &inverse, 0
	amounts := mat.NewVecDense(n, p.amounts)
	amounts.MulVec(p.inverse, mat.NewVecDense(n, p.right))
	return true
}

// cost returns the cost of the amounts.
func (p *program) cost() float64 {
	cost := 0.0
	for r, c := range p.basis {
		if c != pinned {
			cost += float64(p.costs[c] * p.amounts[r])
		}
	}
	return cost
}
