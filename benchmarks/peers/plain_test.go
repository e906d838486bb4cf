package main

import (
	"encoding/binary"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/solver/dimacs"
)

// plain counts models the obvious way, to decide who is wrong: a literal that
// must hold is set, parts without a common variable are counted apart, and else
// both values of a variable are tried. It learns nothing, and remembers a count
// only under the very clauses that it is the count of.
type plain struct {
	known map[string]*big.Int
	steps int // left
}

// countPlainly returns the number of models over all variables of the header,
// or nil if that takes more steps.
func countPlainly(f *dimacs.Formula, steps int) *big.Int {
	var clauses [][]int32
	for i := range f.NumClauses() {
		clauses = append(clauses, f.Clause(i))
	}
	p := plain{known: map[string]*big.Int{}, steps: steps}
	return p.count(tidy(clauses), f.NumVars())
}

// tidy returns the clauses without those that hold anyway, each literal once.
func tidy(clauses [][]int32) [][]int32 {
	var tidied [][]int32
	for _, c := range clauses {
		c = slices.Clone(c)
		slices.Sort(c)
		c = slices.Compact(c)
		if !slices.ContainsFunc(c, func(l int32) bool { return slices.Contains(c, -l) }) {
			tidied = append(tidied, c)
		}
	}
	return tidied
}

// count returns the number of models over n variables, among them all that
// occur, or nil when no steps are left.
func (p *plain) count(clauses [][]int32, n int) *big.Int {
	for _, c := range clauses {
		switch len(c) {
		case 0:
			return new(big.Int)
		case 1:
			return p.count(assign(clauses, c[0]), n-1)
		}
	}
	product := big.NewInt(1)
	for _, part := range parts(clauses) {
		vars := variables(part)
		m := p.connected(part, vars)
		if m == nil {
			return nil
		}
		product.Mul(product, m)
		n -= len(vars)
	}
	return product.Lsh(product, uint(n)) // the others are free
}

// connected counts clauses that hang together, over their variables.
func (p *plain) connected(clauses [][]int32, vars map[int32]int) *big.Int {
	var text []byte
	for _, c := range clauses {
		for _, l := range c {
			text = binary.AppendVarint(text, int64(l))
		}
		text = append(text, 0) // which is no literal
	}
	key := string(text)
	if n := p.known[key]; n != nil {
		return n
	}
	if p.steps--; p.steps < 0 {
		return nil
	}
	var v int32
	for w, times := range vars {
		if v == 0 || times > vars[v] || times == vars[v] && w < v {
			v = w
		}
	}
	with := p.count(assign(clauses, v), len(vars)-1)
	without := p.count(assign(clauses, -v), len(vars)-1)
	if with == nil || without == nil {
		return nil
	}
	sum := new(big.Int).Add(with, without)
	p.known[key] = sum
	return sum
}

// assign returns what is left of the clauses when a literal holds.
func assign(clauses [][]int32, lit int32) [][]int32 {
	var left [][]int32
	for _, c := range clauses {
		switch {
		case slices.Contains(c, lit):
		case slices.Contains(c, -lit):
			left = append(left, slices.DeleteFunc(slices.Clone(c), func(l int32) bool { return l == -lit }))
		default:
			left = append(left, c)
		}
	}
	return left
}

// variables returns how often each variable occurs.
func variables(clauses [][]int32) map[int32]int {
	vars := map[int32]int{}
	for _, c := range clauses {
		for _, l := range c {
			vars[max(l, -l)]++
		}
	}
	return vars
}

// parts splits clauses so that no two parts have a variable in common.
func parts(clauses [][]int32) [][][]int32 {
	root := map[int32]int32{}
	var find func(v int32) int32
	find = func(v int32) int32 {
		if up, ok := root[v]; ok && up != v {
			root[v] = find(up)
			return root[v]
		}
		root[v] = v
		return v
	}
	for _, c := range clauses {
		for _, l := range c {
			root[find(max(l, -l))] = find(max(c[0], -c[0]))
		}
	}
	index := map[int32]int{}
	var split [][][]int32
	for _, c := range clauses {
		r := find(max(c[0], -c[0]))
		i, ok := index[r]
		if !ok {
			i = len(split)
			index[r] = i
			split = append(split, nil)
		}
		split[i] = append(split[i], c)
	}
	return split
}

// The judge is right wherever all assignments can be tried.
func TestPlainCounter(t *testing.T) {
	for i := range uint64(600) {
		r := rand.New(rand.NewPCG(1, i))
		f := random(r, 1+r.IntN(12))
		require.Equal(t, byTrial(f).String(), countPlainly(f, 1<<12).String(), "%s", text(f))
	}
}

// byTrial tries all assignments.
func byTrial(f *dimacs.Formula) *big.Int {
	models := int64(0)
next:
	for m := range 1 << f.NumVars() {
		for i := range f.NumClauses() {
			holds := func(l int32) bool { return (m>>(max(l, -l)-1)&1 == 1) == (l > 0) }
			if !slices.ContainsFunc(f.Clause(i), holds) {
				continue next
			}
		}
		models++
	}
	return big.NewInt(models)
}
