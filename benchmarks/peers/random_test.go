package main

import (
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/confspace/confspace/solver/dimacs"
)

// maker adds random clauses to a formula.
type maker struct {
	*rand.Rand
	f       *dimacs.Formula
	n       int    // variables
	planted []bool // values that no clause may rule out; nil is none
}

// shapes are what a formula is made of, one or two of them.
var shapes = []func(m maker){
	maker.uniform, maker.uniform, maker.mixed, maker.chain, maker.blocks,
	maker.families, maker.families, maker.hubs, maker.definitions, maker.parity, maker.pairs,
}

// random returns a formula of n variables of a random shape. One of two shapes
// would mostly have no model; it is given one.
func random(r *rand.Rand, n int) *dimacs.Formula {
	m := maker{Rand: r, f: dimacs.New(n), n: n}
	if r.IntN(3) == 0 {
		for range n {
			m.planted = append(m.planted, r.IntN(4) == 0)
		}
		shapes[r.IntN(len(shapes))](m)
	}
	shapes[r.IntN(len(shapes))](m)
	m.oddities()
	return m.f
}

// add adds a clause, unless it rules out what is planted.
func (m maker) add(c ...int32) {
	holds := func(l int32) bool { return m.planted[max(l, -l)-1] == (l > 0) }
	if m.planted == nil || slices.ContainsFunc(c, holds) {
		m.f.Add(c...)
	}
}

// text returns a formula in DIMACS, for the message of a failed test.
func text(f *dimacs.Formula) string {
	var b strings.Builder
	if err := dimacs.Write(&b, f); err != nil {
		return err.Error()
	}
	return b.String()
}

func (m maker) lit() int32 { return m.sign(1 + m.IntN(m.n)) }

func (m maker) sign(v int) int32 {
	if m.IntN(2) == 0 {
		return int32(-v)
	}
	return int32(v)
}

// clause adds a clause of at most k different variables, which lie within a
// window from base on, round the end.
func (m maker) clause(k, base, window int) {
	var c []int32
	window = min(window, m.n)
	for _, d := range m.Perm(window)[:min(k, window)] {
		c = append(c, m.sign(1+(base+d)%m.n))
	}
	m.add(c...)
}

// times adds about density clauses for each variable.
func (m maker) times(low, high float64, add func()) {
	for range int((low + (high-low)*m.Float64()) * float64(m.n)) {
		add()
	}
}

// uniform is random k-CNF, from sparse to beyond the threshold of
// satisfiability.
func (m maker) uniform() {
	switch k := 2 + m.IntN(4); k {
	case 2:
		m.times(0.3, 1.6, func() { m.clause(2, 0, m.n) })
	case 3:
		m.times(0.2, 1.2, func() { m.clause(3, 0, m.n) })
		if m.IntN(3) == 0 {
			m.times(1.5, 3.5, func() { m.clause(3, 0, m.n) })
		}
	default: // denser ones are hard for all
		m.times(0.1, 2/float64(k), func() { m.clause(k, 0, m.n) })
	}
}

// mixed is clauses of all lengths, most of them short.
func (m maker) mixed() {
	m.times(0.4, 1.7, func() {
		k := 2
		for k < m.n && m.IntN(3) == 0 {
			k++
		}
		if m.IntN(20) == 0 {
			k = m.n
		}
		m.clause(k, 0, m.n)
	})
}

// chain is implications from a variable to the next, some of them both ways,
// and shortcuts.
func (m maker) chain() {
	order := m.Perm(m.n)
	for i := 1; i < m.n; i++ {
		a, b := m.sign(1+order[i-1]), m.sign(1+order[i])
		if m.IntN(12) == 0 {
			continue
		}
		m.add(-a, b)
		if m.IntN(4) == 0 {
			m.add(a, -b)
		}
	}
	m.times(0, 0.5, func() { m.clause(2+m.IntN(2), 0, m.n) })
}

// blocks is clauses among neighbours, with few between blocks.
func (m maker) blocks() {
	window := 3 + m.IntN(8)
	k := 2 + m.IntN(3)
	m.times(0.8, 2.2, func() {
		base := m.IntN(m.n)
		if m.IntN(2) == 0 {
			base -= base % window
		}
		m.clause(k, base, window)
	})
	m.times(0, 0.2, func() { m.clause(2, 0, m.n) })
}

// families is what catalogs are: groups that exclude each other, most of which
// must have a member, and rules from options of one to options of others.
func (m maker) families() {
	order := m.Perm(m.n)
	for from := 0; from < m.n; {
		to := min(m.n, from+1+m.IntN(9))
		var all []int32
		for i := from; i < to; i++ {
			all = append(all, int32(1+order[i]))
			for j := from; j < i; j++ {
				m.add(int32(-1-order[i]), int32(-1-order[j]))
			}
		}
		if m.IntN(4) > 0 {
			m.add(all...)
		}
		from = to
	}
	m.times(0.1, 1, func() {
		c := []int32{int32(-1 - m.IntN(m.n))}
		for range 1 + m.IntN(3) {
			c = append(c, int32(1+m.IntN(m.n)))
		}
		if m.IntN(3) == 0 {
			c = []int32{c[0], -c[1]}
		}
		m.add(c...)
	})
}

// hubs is a few variables that touch all others.
func (m maker) hubs() {
	hubs := 1 + m.IntN(min(6, m.n))
	m.times(0.5, 2, func() {
		c := []int32{m.sign(1 + m.IntN(hubs)), m.lit()}
		if m.IntN(4) > 0 {
			c = append(c, m.lit())
		}
		m.add(c...)
	})
}

// definitions is variables that equal a conjunction or disjunction of others.
func (m maker) definitions() {
	for v := m.n/2 + 1; v <= m.n; v++ {
		x := m.sign(v)
		back := []int32{x}
		for range 1 + m.IntN(3) {
			l := m.sign(1 + m.IntN(max(v-1, 1)))
			m.add(-x, l)
			back = append(back, -l)
		}
		m.add(back...)
	}
	m.times(0.2, 1, func() { m.clause(2+m.IntN(2), 0, m.n) })
}

// parity is equations modulo two of three or four variables.
func (m maker) parity() {
	m.times(0.1, 0.5, func() {
		vars := m.Perm(m.n)[:min(m.n, 3+m.IntN(2))]
		odd := m.IntN(2)
		for signs := range 1 << len(vars) {
			var c []int32
			negative := 0
			for i, v := range vars {
				l := int32(1 + v)
				if signs>>i&1 == 1 {
					l = -l
					negative++
				}
				c = append(c, l)
			}
			if negative%2 == odd {
				m.add(c...)
			}
		}
	})
	m.times(0, 0.5, func() { m.clause(2, 0, m.n) })
}

// pairs is exclusions and nothing else, then a few requirements.
func (m maker) pairs() {
	m.times(0.5, 3, func() {
		m.add(int32(-1-m.IntN(m.n)), int32(-1-m.IntN(m.n)))
	})
	m.times(0, 0.3, func() {
		m.add(int32(1+m.IntN(m.n)), int32(1+m.IntN(m.n)), int32(1+m.IntN(m.n)))
	})
}

// oddities adds now and then what an import may hold.
func (m maker) oddities() {
	switch m.IntN(50) {
	case 0:
		m.f.Add()
	case 1:
		l := m.lit()
		m.f.Add(l)
		m.f.Add(-l)
	case 2:
		l := m.lit()
		m.f.Add(l, m.lit(), -l)
	case 3:
		l, k := m.lit(), m.lit()
		m.f.Add(l, k, l)
		m.f.Add(l, k)
	case 4, 5, 6, 7, 8:
		for range 1 + m.IntN(3) {
			m.add(m.lit())
		}
	}
}
