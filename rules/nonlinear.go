package rules

import (
	"cmp"
	"encoding/binary"
	"errors"
	"math"
	"math/big"
	"slices"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules/syntax"
)

// MaxDecisions bounds the different situations that are met while the decision
// diagram of a comparison is built. Comparisons of weighted sums need no
// diagram. Sixteen options with values of their own always fit in a product,
// quotient or rounding of two sums; with n > 2 such sums there may be 2/n of the
// situations. Many more options fit where values are alike (all prices in
// hundreds) or where a few options decide. People do not write such comparisons
// over more than a dozen options. Building evaluates each sum in each situation.
const MaxDecisions = 1 << 16

// maxEvaluations is the greatest number of sums evaluated, over all situations
// that are not decided: with many sums, fewer situations reach the limit.
const maxEvaluations = 2 * MaxDecisions

// ErrDecisions is the error of a comparison whose decision diagram is too large.
var ErrDecisions = errors.New("products, quotients or rounding over too many options")

// newDiagram returns the OpArith of x compared to y as n does, or a constant.
func newDiagram(cat *config.Catalog, n *syntax.Node, x, y *number) (Expr, error) {
	text := n.String()
	if again, err := syntax.Parse(text); err != nil || !syntax.Same(n, again) {
		return Expr{}, errors.New("the expression does not print as it is: numbers and codes must be as syntax.Parse makes them")
	}
	d := diagram{x: x, y: y, op: n.Op, known: map[string]int{}, unique: map[Decision]int{}}
	if err := d.scaleLeaves(); err != nil {
		return Expr{}, err
	}
	root, err := d.build(0, make([]int64, len(d.leaves)))
	if err != nil {
		return Expr{}, err
	}
	switch root {
	case DecidedTrue:
		return True(cat), nil
	case DecidedFalse:
		return False(cat), nil
	}
	return Expr{cat, d.cells(text)}, nil
}

// diagram builds a reduced ordered decision diagram by trying both states of one
// option after the other. Of the options tried, only the value of each linear
// form so far matters: equal values are the same situation. An option is not
// tried where the ranges of the forms decide already.
type diagram struct {
	x, y    *number
	op      syntax.Op
	leaves  []scaled
	ranges  []interval // scratch: of the leaves in the situation at hand
	options []config.OptionID
	weights [][]int64 // by option and leaf
	least   [][]int64 // by option and leaf: the least that the options from there on add
	most    [][]int64

	tried  int              // situations that are not decided; at most limit
	limit  int              // MaxDecisions, or less for many leaves
	known  map[string]int   // situation to decision
	unique map[Decision]int // the same the other way round
	nodes  []Decision       // children before parents
}

// scaled is a leaf as whole numbers: its value is (start + sum) / factor.
type scaled struct {
	start  int64
	factor *big.Int
	terms  map[config.OptionID]int64
}

// value sets r to the value of the leaf for a sum of its terms.
func (s *scaled) value(r *big.Rat, sum int64) {
	if s.factor.IsInt64() && s.factor.Int64() == 1 { // spares the search for common divisors
		r.SetInt64(s.start + sum)
		return
	}
	r.SetFrac(big.NewInt(s.start+sum), s.factor)
}

// scaleLeaves collects the linear forms and their options.
func (d *diagram) scaleLeaves() error {
	var walk func(n *number) error
	walk = func(n *number) error {
		for _, a := range n.args {
			if err := walk(a); err != nil {
				return err
			}
		}
		if n.op != syntax.Number {
			return nil
		}
		sum, constant, factor := n.form.integers()
		n.leaf = len(d.leaves)
		leaf := scaled{start: constant.Int64(), factor: factor, terms: map[config.OptionID]int64{}}
		magnitude := new(big.Int).Abs(constant)
		for _, w := range sum {
			magnitude.Add(magnitude, new(big.Int).Abs(w.coef))
			leaf.terms[w.option] = w.coef.Int64()
			d.options = append(d.options, w.option)
		}
		if magnitude.Cmp(big.NewInt(MaxMagnitude)) > 0 {
			return ErrMagnitude
		}
		d.leaves = append(d.leaves, leaf)
		d.ranges = append(d.ranges, interval{lo: new(big.Rat), hi: new(big.Rat)})
		return nil
	}
	if err := walk(d.x); err != nil {
		return err
	}
	if err := walk(d.y); err != nil {
		return err
	}
	sums := 0
	for _, leaf := range d.leaves {
		if len(leaf.terms) > 0 {
			sums++
		}
	}
	d.limit = min(MaxDecisions, maxEvaluations/max(sums, 1))
	slices.Sort(d.options)
	d.options = slices.Compact(d.options)
	d.sortOptions()
	d.tabulate()
	return nil
}

// sortOptions puts the options first that move a leaf most, relative to all
// options that can move it. So the ends are certain early.
func (d *diagram) sortOptions() {
	share := make(map[config.OptionID]float64, len(d.options)) // the same on every machine: one correctly rounded division each
	for _, leaf := range d.leaves {
		total := 0.0
		for _, o := range d.options {
			total += math.Abs(float64(leaf.terms[o]))
		}
		for o, w := range leaf.terms {
			share[o] = max(share[o], math.Abs(float64(w))/total)
		}
	}
	slices.SortStableFunc(d.options, func(a, b config.OptionID) int { return cmp.Compare(share[b], share[a]) })
}

// tabulate fills in what each option adds to each leaf, and what it and those
// after it can add.
func (d *diagram) tabulate() {
	n := len(d.options)
	d.weights, d.least, d.most = make([][]int64, n), make([][]int64, n+1), make([][]int64, n+1)
	d.least[n], d.most[n] = make([]int64, len(d.leaves)), make([]int64, len(d.leaves))
	for i, o := range slices.Backward(d.options) {
		d.weights[i] = make([]int64, len(d.leaves))
		d.least[i], d.most[i] = slices.Clone(d.least[i+1]), slices.Clone(d.most[i+1])
		for j, leaf := range d.leaves {
			w := leaf.terms[o]
			d.weights[i][j] = w
			d.least[i][j] += min(w, 0)
			d.most[i][j] += max(w, 0)
		}
	}
}

// build returns the decision for the options from level on, given the sums of
// those before.
func (d *diagram) build(level int, sums []int64) (int, error) {
	key := binary.AppendUvarint(nil, uint64(level))
	for _, s := range sums {
		key = binary.AppendVarint(key, s)
	}
	if at, ok := d.known[string(key)]; ok {
		return at, nil
	}
	at, certain := d.decided(level, sums)
	if !certain {
		if d.tried++; d.tried > d.limit {
			return 0, ErrDecisions
		}
		rejected, err := d.build(level+1, sums)
		if err != nil {
			return 0, err
		}
		next := slices.Clone(sums)
		for i, w := range d.weights[level] {
			next[i] += w
		}
		chosen, err := d.build(level+1, next)
		if err != nil {
			return 0, err
		}
		at = d.decision(Decision{d.options[level], rejected, chosen})
	}
	d.known[string(key)] = at
	return at, nil
}

// decided returns the end that is certain whatever the options from level on
// are; with no options left, one end is certain.
func (d *diagram) decided(level int, sums []int64) (int, bool) {
	for i := range d.leaves {
		leaf := &d.leaves[i]
		least, most := d.least[level][i], d.most[level][i]
		leaf.value(d.ranges[i].lo, sums[i]+least)
		leaf.value(d.ranges[i].hi, sums[i]+most)
	}
	holds, certain := compareIntervals(bounds(d.x, d.ranges), bounds(d.y, d.ranges), d.op)
	if holds {
		return DecidedTrue, certain
	}
	return DecidedFalse, certain
}

// decision returns the index of n, or the way itself if both are the same.
func (d *diagram) decision(n Decision) int {
	if n.Rejected == n.Chosen {
		return n.Rejected
	}
	at, ok := d.unique[n]
	if !ok {
		at = len(d.nodes)
		d.unique[n] = at
		d.nodes = append(d.nodes, n)
	}
	return at
}

// cells returns the diagram, parents first, and the text after it.
func (d *diagram) cells(text string) []cell {
	n := len(d.nodes)
	turned := func(way int) int {
		if way < 0 {
			return way
		}
		return n - 1 - way
	}
	size := 1 + n + (len(text)+7)/8
	code := make([]cell, 1, size)
	code[0] = cell{op: OpArith, n: uint32(size), v: int64(n)}
	for _, node := range slices.Backward(d.nodes) {
		ways := packBounds(turned(node.Rejected), turned(node.Chosen))
		code = append(code, cell{op: opDecision, n: uint32(node.Option), v: ways})
	}
	for part := range slices.Chunk([]byte(text), 8) {
		var b [8]byte
		copy(b[:], part)
		code = append(code, cell{op: opText, n: uint32(len(part)), v: int64(binary.LittleEndian.Uint64(b[:]))})
	}
	return code
}

// arithText returns the text of an OpArith.
func arithText(code []cell) string {
	var text []byte
	for _, c := range code[1+code[0].v:] {
		text = binary.LittleEndian.AppendUint64(text, uint64(c.v))
		text = text[:len(text)-8+int(c.n)]
	}
	return string(text)
}
