package circuit

import (
	"cmp"
	"errors"
	"math/big"
	"slices"
	"sync"

	"github.com/confspace/confspace/solver/internal/cnf"
)

// ErrTerms ends a query, as a context does, when the nodes have more different sums than
// the query allows.
var ErrTerms = errors.New("circuit: too many different sums")

// Spread returns the different cost sums of the models over the options that agree with
// assign, ascending, and the number of models with each. The sum of a model is the total
// cost of its true variables. Costs are by variable; their amounts add up to less than
// 2^63. When the nodes have more than most sums together, the query ends with ErrTerms,
// see [Ended].
//
// It is one pass of Fold over polynomials: a node has each sum of its models, with their
// number. If few variables have a cost, most nodes have one sum, and it takes a few times as
// long as Count; otherwise the time is that of the pairs of sums at Ands.
func (c *Circuit) Spread(costs []int64, assign Assignment, most int) (sums []int64, counts []big.Int) {
	s := borrow[spreading[big.Int, *wholes]](&c.pool.spreads)
	defer s.done(&c.pool.spreads)
	s.numbers = new(wholes)
	root := s.fold(c, costs, assign, most)
	counts = make([]big.Int, len(root.n))
	for i := range counts {
		counts[i].Set(&root.n[i])
	}
	return s.sums(root), counts
}

// MeasureSpread returns the same sums as Spread, and for each the share of the weighted
// number of models, see Measure, with that sum; all are 0 when that number is 0. A share
// below 1e-280 may be 0.
func (c *Circuit) MeasureSpread(weights []float64, costs []int64, assign Assignment, most int) (sums []int64, shares []float64) {
	s := borrow[spreading[Wide, *reals]](&c.pool.wideSpreads)
	defer s.done(&c.pool.wideSpreads)
	s.numbers = &reals{weights}
	root := s.fold(c, costs, assign, most)
	all := Wide{0, wideZero}
	for _, x := range root.n {
		all = all.Add(x)
	}
	shares = make([]float64, len(root.n))
	for i, x := range root.n {
		if !x.IsZero() {
			shares[i] = x.Ratio(all)
		}
	}
	return s.sums(root), shares
}

// numbers is the arithmetic of the coefficients of polynomials.
type numbers[N any] interface {
	lit(z *N, l cnf.Lit) (one bool) // sets z to the weight of l, and says whether that is one; l may be no literal
	set(z, x *N)                    // sets z to x
	add(z, x *N)                    // adds x to z
	mul(z, x *N)                    // multiplies z by x
}

// wholes are whole numbers, and every literal is one.
type wholes struct{ part big.Int }

func (*wholes) lit(z *big.Int, _ cnf.Lit) bool {
	z.SetUint64(1)
	return true
}
func (*wholes) set(z, x *big.Int) { z.Set(x) }
func (*wholes) add(z, x *big.Int) { z.Add(z, x) }

func (w *wholes) mul(z, x *big.Int) {
	w.part.Mul(z, x) // into z itself it would allocate each time
	z.Set(&w.part)
}

// reals are weighted numbers.
type reals struct{ weights []float64 }

func (r *reals) lit(z *Wide, l cnf.Lit) bool {
	*z = Wide{1, 0}
	if r.weights != nil && l != 0 {
		*z = Widen(r.weights[l])
	}
	return *z == Wide{1, 0}
}
func (*reals) set(z, x *Wide) { *z = *x }
func (*reals) add(z, x *Wide) { *z = z.Add(*x) }
func (*reals) mul(z, x *Wide) { *z = normal(z.frac*x.frac, z.exp+x.exp) }

// poly has n[i] models with the sum at[i]; at ascends. Terms with n 0 stay, so that
// polynomials of counts and of measures have the same terms.
type poly[N any] struct {
	at []int64
	n  []N
}

// reset leaves room for terms with undefined numbers.
func (p *poly[N]) reset(terms int) {
	p.at, p.n = sized(p.at, terms), sized(p.n, terms)
}

// spreading is the semiring of polynomials.
type spreading[N any, M numbers[N]] struct {
	numbers M
	c       *Circuit
	costs   []int64 // by variable, multiples of unit
	unit    int64
	assign  Assignment
	left    int // terms that may still be made
	up      []poly[N]

	neutral []bool // by node: it is a literal, and a factor of one

	factor, term N
	many         []*poly[N] // factors of several terms
	parts        [2]poly[N]
	loose        poly[N] // terms as they are met
	slots        []int32 // sum less the least -> its place in loose, from 1
	order        []int32 // places in loose, by sum
}

// fold returns the polynomial of the root.
func (s *spreading[N, M]) fold(c *Circuit, costs []int64, assign Assignment, most int) *poly[N] {
	s.c, s.assign, s.left = c, assign, most
	s.unit = 0
	for _, cost := range costs {
		s.unit = gcd(s.unit, cost)
	}
	s.costs = sized(s.costs, c.arena.Vars+1)
	clear(s.costs)
	for v, cost := range costs {
		if cost != 0 {
			s.costs[v] = cost / s.unit
		}
	}
	s.neutral = sized(s.neutral, 2*c.arena.Vars+2)
	clear(s.neutral)
	s.up = Fold(c, s, s.up)
	return &s.up[c.arena.Root]
}

// gcd returns the greatest common divisor of amounts; that of 0 and 0 is 0.
func gcd(x, y int64) int64 {
	for y != 0 {
		x, y = y, x%y
	}
	return max(x, -x)
}

// sums returns the sums of a polynomial in the caller's unit.
func (s *spreading[N, M]) sums(p *poly[N]) []int64 {
	sums := slices.Clone(p.at)
	for i := range sums {
		sums[i] *= s.unit
	}
	return sums
}

// maxKept is the greatest number of scratch terms that are kept for the
// next query.
const maxKept = 1 << 20

// done gives the scratch back, unless it is large.
func (s *spreading[N, M]) done(pool *sync.Pool) {
	s.c, s.assign = nil, nil
	terms := 0
	for i := range s.up {
		terms += cap(s.up[i].at)
	}
	if terms <= maxKept {
		pool.Put(s)
	}
}

// spend counts terms that are made.
func (s *spreading[N, M]) spend(terms int) {
	if s.left -= terms; s.left < 0 {
		panic(unwound{ErrTerms})
	}
}

func (s *spreading[N, M]) Zero(z *poly[N]) { z.reset(0) }

func (s *spreading[N, M]) One(z *poly[N]) {
	z.reset(1)
	z.at[0] = 0
	s.numbers.lit(&z.n[0], 0)
}

func (s *spreading[N, M]) Lit(z *poly[N], l cnf.Lit) {
	if s.assign.Forbids(l) {
		z.reset(0)
		return
	}
	z.reset(1)
	z.at[0] = 0
	if !l.Sign() {
		z.at[0] = s.costs[l.Var()]
	}
	one := s.numbers.lit(&z.n[0], l)
	s.neutral[l] = one && z.at[0] == 0
}

func (s *spreading[N, M]) Sum(z, x, y *poly[N]) {
	z.reset(len(x.at) + len(y.at))
	i, j, k := 0, 0, 0
	for ; i < len(x.at) || j < len(y.at); k++ {
		switch {
		case j == len(y.at) || i < len(x.at) && x.at[i] < y.at[j]:
			z.at[k] = x.at[i]
			s.numbers.set(&z.n[k], &x.n[i])
			i++
		case i == len(x.at) || y.at[j] < x.at[i]:
			z.at[k] = y.at[j]
			s.numbers.set(&z.n[k], &y.n[j])
			j++
		default:
			z.at[k] = x.at[i]
			s.numbers.set(&z.n[k], &x.n[i])
			s.numbers.add(&z.n[k], &y.n[j])
			i++
			j++
		}
	}
	z.reset(k)
	s.spend(k)
}

func (s *spreading[N, M]) Product(z *poly[N], values []poly[N], children []Node) {
	s.numbers.lit(&s.factor, 0)
	shift := int64(0)
	s.many = s.many[:0]
	for _, child := range children {
		if int(child) < len(s.neutral) && s.neutral[child] {
			continue
		}
		switch p := &values[child]; len(p.at) {
		case 0:
			z.reset(0)
			return
		case 1:
			shift += p.at[0]
			s.numbers.mul(&s.factor, &p.n[0])
		default:
			s.many = append(s.many, p)
		}
	}
	if len(s.many) == 0 {
		z.reset(1)
		z.at[0] = shift
		s.numbers.set(&z.n[0], &s.factor)
		s.spend(1)
		return
	}
	product := s.many[0]
	for i, p := range s.many[1:] {
		part := &s.parts[i%2]
		s.convolve(part, product, p)
		product = part
	}
	z.reset(len(product.at))
	s.spend(len(product.at))
	for i := range product.at {
		z.at[i] = product.at[i] + shift
		s.numbers.set(&z.n[i], &product.n[i])
		s.numbers.mul(&z.n[i], &s.factor)
	}
}

// convolve sets z to the product of x and y.
func (s *spreading[N, M]) convolve(z, x, y *poly[N]) {
	least := x.at[0] + y.at[0]
	width := x.at[len(x.at)-1] + y.at[len(y.at)-1] - least + 1
	var sparse map[int64]int32 // replaces slots if those would be far too many
	if width <= 8*int64(len(x.at))*int64(len(y.at))+1024 {
		s.slots = sized(s.slots, int(width))
		clear(s.slots)
	} else {
		sparse = make(map[int64]int32)
	}
	s.loose.reset(0)
	for i := range x.at {
		if i%16 == 0 {
			s.c.stop()
		}
		for j := range y.at {
			s.numbers.set(&s.term, &x.n[i])
			s.numbers.mul(&s.term, &y.n[j])
			s.collect(x.at[i]+y.at[j], least, sparse)
		}
	}
	s.order = s.order[:0]
	if sparse == nil {
		for _, slot := range s.slots {
			if slot > 0 {
				s.order = append(s.order, slot-1)
			}
		}
	} else {
		for k := range s.loose.at {
			s.order = append(s.order, int32(k))
		}
		slices.SortFunc(s.order, func(a, b int32) int { return cmp.Compare(s.loose.at[a], s.loose.at[b]) })
	}
	z.reset(len(s.order))
	for i, k := range s.order {
		z.at[i] = s.loose.at[k]
		s.numbers.set(&z.n[i], &s.loose.n[k])
	}
}

// collect adds s.term to those at a sum.
func (s *spreading[N, M]) collect(at, least int64, sparse map[int64]int32) {
	slot := int32(0)
	if sparse == nil {
		slot = s.slots[at-least]
	} else {
		slot = sparse[at]
	}
	if slot > 0 {
		s.numbers.add(&s.loose.n[slot-1], &s.term)
		return
	}
	s.spend(1)
	s.loose.at = append(s.loose.at, at)
	slot = int32(len(s.loose.at))
	s.loose.n = sized(s.loose.n, int(slot))
	s.numbers.set(&s.loose.n[slot-1], &s.term)
	if sparse == nil {
		s.slots[at-least] = slot
	} else {
		sparse[at] = slot
	}
}
