package carline

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// rules writes rules.yaml. Each kind draws an expression at random, and
// adapts it if the witness would break it.
func (g *generator) rules(r *rand.Rand) []byte {
	kinds := []struct {
		weight int
		draw   func(*rand.Rand) string
	}{
		{g.cfg.Shape.Requires, g.requires},
		{g.cfg.Shape.Excludes, g.excludes},
		{g.cfg.Shape.Conditional, g.conditional},
		{g.cfg.Shape.Cardinality, g.cardinality},
		{g.cfg.Shape.Linear, g.linear},
		{g.cfg.Shape.Table, g.table},
	}
	total := 0
	for _, k := range kinds {
		total += k.weight
	}
	var b bytes.Buffer
	b.WriteString("rules:\n")
	if g.cfg.Rules == 0 {
		return []byte("rules: []\n")
	}
	for i := range g.cfg.Rules {
		n := r.IntN(total)
		k := 0
		for ; n >= kinds[k].weight; k++ {
			n -= kinds[k].weight
		}
		fmt.Fprintf(&b, "  - {id: R%05d, rule: %q, reason: generated}\n", i, kinds[k].draw(r))
	}
	return b.Bytes()
}

// subject draws the option that a rule starts from: in half of all rules one
// of a hub.
func (g *generator) subject(r *rand.Rand) (f, o int) {
	if r.IntN(2) == 0 {
		f = r.IntN(g.cfg.Hubs)
	} else {
		f = r.IntN(len(g.families))
	}
	return f, r.IntN(g.families[f].size)
}

// neighbour draws a family other than f that lies within the window around f,
// or anywhere if f is a hub.
func (g *generator) neighbour(r *rand.Rand, f int) int {
	lo, hi := 0, len(g.families)
	if !g.isHub(f) {
		lo, hi = max(0, f-g.cfg.Window), min(len(g.families), f+g.cfg.Window+1)
	}
	n := lo + r.IntN(hi-lo-1)
	if n >= f {
		n++
	}
	return n
}

// some draws one to three options of family f; if asked, one of the witness
// is among them. It is empty if the witness has none.
func (g *generator) some(r *rand.Rand, f int, due bool) []string {
	fam := &g.families[f]
	picked := r.Perm(fam.size)[:1+r.IntN(min(3, fam.size))]
	if due && !slices.ContainsFunc(picked, func(o int) bool { return fam.chosen[o] }) {
		o := slices.Index(fam.chosen, true)
		if o < 0 {
			return nil
		}
		picked = append(picked, o)
	}
	slices.Sort(picked)
	codes := make([]string, len(picked))
	for i, o := range picked {
		codes[i] = optionCode(f, o)
	}
	return codes
}

func (g *generator) requires(r *rand.Rand) string {
	f, o := g.subject(r)
	n := g.neighbour(r, f)
	due := g.families[f].chosen[o]
	codes := g.some(r, n, due)
	if len(codes) == 0 { // the witness takes nothing of family n
		return g.excludes(r)
	}
	return fmt.Sprintf("%s requires %s", optionCode(f, o), strings.Join(codes, " | "))
}

func (g *generator) excludes(r *rand.Rand) string {
	f, o := g.subject(r)
	n := g.neighbour(r, f)
	fam := &g.families[n]
	p := r.IntN(fam.size)
	if g.families[f].chosen[o] && fam.chosen[p] {
		p = slices.Index(fam.chosen, false)
		if p < 0 { // the witness has all of family n
			return g.requires(r)
		}
	}
	return fmt.Sprintf("%s excludes %s", optionCode(f, o), optionCode(n, p))
}

func (g *generator) conditional(r *rand.Rand) string {
	f, o := g.subject(r)
	n := g.neighbour(r, f)
	m := g.neighbour(r, n)
	p := r.IntN(g.families[n].size)
	due := g.families[f].chosen[o] && !g.families[n].chosen[p]
	codes := g.some(r, m, due)
	if len(codes) == 0 {
		return g.excludes(r)
	}
	return fmt.Sprintf("%s & !%s => %s", optionCode(f, o), optionCode(n, p), strings.Join(codes, " | "))
}

func (g *generator) cardinality(r *rand.Rand) string {
	f, _ := g.subject(r)
	codes, chosen := []string{}, 0
	for n := range 3 + r.IntN(4) {
		m := (f + n) % len(g.families)
		o := r.IntN(g.families[m].size)
		codes = append(codes, optionCode(m, o))
		if g.families[m].chosen[o] {
			chosen++
		}
	}
	bound := max(chosen, 1+r.IntN(len(codes)-1))
	return fmt.Sprintf("at_most(%d; %s)", bound, strings.Join(codes, ", "))
}

func (g *generator) linear(r *rand.Rand) string {
	f, o := g.subject(r)
	first := r.IntN(len(g.families))
	terms, mass, most := []string{}, 0, 0
	for n := range 4 {
		m := (first + n) % len(g.families)
		terms = append(terms, "sum(mass, "+familyCode(m)+")")
		heaviest := 0
		for p, in := range g.families[m].chosen {
			if in {
				mass += g.families[m].mass[p]
			}
			heaviest = max(heaviest, g.families[m].mass[p])
		}
		most += heaviest
	}
	bound := most * (70 + r.IntN(25)) / 100
	if g.families[f].chosen[o] {
		bound = max(bound, mass)
	}
	return fmt.Sprintf("%s => %s <= %d", optionCode(f, o), strings.Join(terms, " + "), bound)
}

// table allows about half of the combinations of the options of a hub and of
// a neighbour, that of the witness among them. It is written as one
// expression: a disjunction of conjunctions.
func (g *generator) table(r *rand.Rand) string {
	f := r.IntN(g.cfg.Hubs)
	n := g.neighbour(r, f)
	var rows []string
	for o := range g.families[f].size {
		var codes []string
		none := true // the witness takes nothing of family n
		for p := range g.families[n].size {
			due := g.families[f].chosen[o] && g.families[n].chosen[p]
			none = none && !g.families[n].chosen[p]
			if due || r.IntN(2) == 0 {
				codes = append(codes, optionCode(n, p))
			}
		}
		if len(codes) == 0 || g.families[f].chosen[o] && none {
			rows = append(rows, optionCode(f, o))
			continue
		}
		rows = append(rows, fmt.Sprintf("%s & %s in {%s}", optionCode(f, o), familyCode(n), strings.Join(codes, ", ")))
	}
	return strings.Join(rows, " | ")
}
