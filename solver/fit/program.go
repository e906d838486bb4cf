package fit

import "math/big"

// A program is a linear program in whole numbers, over columns that come one by one: find amounts of columns,
// not negative, that add up to a right side at the least cost. It is exact, so that neither rounding nor
// a basis that is almost singular leads it astray: the revised simplex method without fractions (Edmonds, 1967),
// which keeps the inverse of the basis, and under it what a unit of each row saves:
//
//	table = | inverse | amounts |  by row: of its basic column
//	        | savings | savings |  the last is the negative cost
//
// all times det. Columns are mostly of zeros and ones, so that determinants stay small, and a pivot changes
// few numbers.
type program struct {
	columns []column
	basis   []int // by row: a column, or pinned at first
	table   [][]big.Int
	det     big.Int   // positive
	unit    *big.Int  // of the amounts: the right side of the last row
	alpha   []big.Int // by row of the table: the entering column in terms of the basis, times det; its reduced cost
	held    bool      // no slack may change
	stalled bool      // the last pivot changed no amount

	x, y, z big.Int // scratch
}

// A column is sparse.
type column struct {
	entries []entry
	cost    int64
	slack   bool
}

// An entry is the number of a row.
type entry struct {
	row   int
	value *big.Int
}

// pinned is the basic column of a row without one.
const pinned = -1

// newProgram returns a program of a right side, whose rows are all pinned.
func newProgram(right []*big.Int) *program {
	n := len(right)
	p := &program{basis: make([]int, n), table: make([][]big.Int, n+1), alpha: make([]big.Int, n+1)}
	p.det.SetInt64(1)
	p.unit = new(big.Int).Set(right[n-1])
	for r := range p.table {
		if p.table[r] = make([]big.Int, n+1); r < n {
			p.basis[r] = pinned
			p.table[r][r].SetInt64(1)
			p.table[r][n].Set(right[r])
		}
	}
	return p
}

// add adds a column and returns its number.
func (p *program) add(c column) int {
	p.columns = append(p.columns, c)
	return len(p.columns) - 1
}

// last returns the row of savings, which is also the column of amounts.
func (p *program) last() int { return len(p.basis) }

// price sets the savings to those of the costs of the basic columns.
func (p *program) price() {
	savings := p.table[p.last()]
	for i := range savings {
		savings[i].SetInt64(0)
		for r, c := range p.basis {
			if cost := p.columns[c].cost; cost != 0 {
				savings[i].Sub(&savings[i], p.x.Mul(&p.table[r][i], p.y.SetInt64(cost)))
			}
		}
	}
	p.stalled = false
}

// cost returns the cost of the amounts, where the right side of the last row is 1.
func (p *program) cost() *big.Rat {
	x := new(big.Rat).SetFrac(&p.table[p.last()][p.last()], p.x.Mul(&p.det, p.unit))
	return x.Neg(x)
}

// hold keeps the slack as it is from now on: the right side, in smaller units, takes it over.
func (p *program) hold() {
	p.held = true
	p.unit.Mul(p.unit, &p.det)
	for r := range p.table {
		amount := &p.table[r][p.last()]
		if amount.Mul(amount, &p.det); r < p.last() && p.columns[p.basis[r]].slack {
			amount.SetInt64(0)
		}
	}
}

// reduced sets z to the cost of a unit of a column less its savings, times det.
func (p *program) reduced(z *big.Int, c column) *big.Int {
	z.Mul(&p.det, p.x.SetInt64(c.cost))
	for _, e := range c.entries {
		z.Add(z, p.x.Mul(&p.table[p.last()][e.row], e.value))
	}
	return z
}

// better returns one of the first columns, before end, that lowers the cost: the one that does so most by
// a unit, or else, while pivots change nothing, the first, so that no basis comes twice (Bland, 1977).
func (p *program) better(end int) (column int, ok bool) {
	p.y.SetInt64(0)
	for c := range end {
		if p.held && p.columns[c].slack || p.reduced(&p.z, p.columns[c]).Cmp(&p.y) >= 0 {
			continue
		}
		if column, ok = c, true; p.stalled {
			break
		}
		p.y.Set(&p.z)
	}
	return column, ok
}

// enter brings a column into the basis, with the greatest amount that leaves no other one negative. There
// must be a bound.
func (p *program) enter(column int) {
	p.express(column)
	last := p.last()
	row := pinned
	for r, c := range p.basis {
		switch {
		case p.held && p.columns[c].slack && p.alpha[r].Sign() != 0:
			p.pivot(r, column) // its amount is 0, and must stay so
			return
		case p.alpha[r].Sign() <= 0:
		case row == pinned:
			row = r
		default:
			// The amount over alpha, of the row and of the best one so far.
			p.x.Mul(&p.table[r][last], &p.alpha[row])
			order := p.x.Cmp(p.y.Mul(&p.table[row][last], &p.alpha[r]))
			if order < 0 || order == 0 && c < p.basis[row] {
				row = r
			}
		}
	}
	p.stalled = p.table[row][last].Sign() == 0
	p.pivot(row, column)
}

// force makes a column the basic one of a row, whatever the amounts become.
func (p *program) force(row, column int) {
	p.express(column)
	p.pivot(row, column)
}

// express sets alpha to the column in terms of the basis.
func (p *program) express(column int) {
	c := p.columns[column]
	for r := range p.basis {
		p.alpha[r].SetInt64(0)
		for _, e := range c.entries {
			if x := &p.table[r][e.row]; x.Sign() != 0 {
				p.alpha[r].Add(&p.alpha[r], p.x.Mul(x, e.value))
			}
		}
	}
	p.reduced(&p.alpha[p.last()], c)
}

// pivot makes the column of alpha the basic one of a row. The divisions leave nothing: all numbers are
// minors of the columns.
func (p *program) pivot(row, column int) {
	by, pivotal := &p.alpha[row], p.table[row]
	same := by.Cmp(&p.det) == 0
	for r, numbers := range p.table {
		factor := &p.alpha[r]
		if r == row || same && factor.Sign() == 0 {
			continue
		}
		for i := range numbers {
			z, other := &numbers[i], &pivotal[i]
			if nothing := factor.Sign() == 0 || other.Sign() == 0; nothing && (same || z.Sign() == 0) {
				continue
			}
			z.Mul(z, by)
			z.Sub(z, p.x.Mul(factor, other))
			z.Quo(z, &p.det)
		}
	}
	p.det.Set(by)
	p.basis[row] = column
	if p.det.Sign() > 0 {
		return
	}
	p.det.Neg(&p.det)
	for _, numbers := range p.table {
		for i := range numbers {
			numbers[i].Neg(&numbers[i])
		}
	}
}
