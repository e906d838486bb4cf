package config

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/confspace/confspace/config/source"
)

// number gives ids: families in pre-order from the roots, the options of each
// family in one run. A family that the walk does not reach is below itself.
func (a *assembly) number() {
	stack := slices.Clone(a.below[""])
	slices.Reverse(stack)
	done := make([]bool, len(a.families))
	var order []int
	for len(stack) > 0 {
		i := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		done[i] = true
		order = append(order, i)
		for _, o := range slices.Backward(a.members[a.families[i].Code]) {
			if o >= 0 {
				stack = append(stack, reversed(a.below[a.options[o].Code])...)
			}
		}
	}
	a.reportCycles(done)
	for _, i := range order {
		a.addFamily(i)
	}
	a.link()
}

func reversed(s []int) []int {
	s = slices.Clone(s)
	slices.Reverse(s)
	return s
}

// addFamily appends a family and its options to the catalog.
func (a *assembly) addFamily(i int) {
	s := a.families[i]
	id := FamilyID(len(a.cat.families))
	f := Family{Code: s.Code, Name: s.Name, Parent: NoOption, Select: s.Select.orOne(), Place: s.Place}
	if parent, ok := a.cat.index[s.Parent]; ok {
		f.Parent = parent.option
	}
	for _, j := range a.members[s.Code] {
		if j < 0 {
			continue
		}
		o := a.options[j]
		a.checkName(o.Place, "option "+o.Code, o.Name)
		if err := o.Effectivity.Validate(); err != nil {
			a.aside(o.Place, o.Code, fmt.Sprintf("option %s: %v", o.Code, err), "")
		}
		before := a.list.Len()
		a.cat.CheckEffectivity(o.Effectivity, "option "+o.Code, &a.list, func(msg, hint string) source.Defect {
			return source.Defect{Place: o.Place, Width: utf8.RuneCountInString(o.Code), Msg: msg, Hint: hint}
		})
		a.asides += a.list.Len() - before
		option := OptionID(len(a.cat.options))
		o.Effectivity.Plants = slices.Clone(o.Effectivity.Plants)
		if len(o.conditions) > 0 {
			a.cat.conditions[option] = o.conditions
		}
		a.cat.options = append(a.cat.options, Option{o.Code, o.Name, id, o.Effectivity, a.checkDefaults(o), o.Place})
		a.cat.index[o.Code] = entry{option, NoFamily}
		f.Options = append(f.Options, option)
	}
	a.cat.index[s.Code] = entry{NoOption, id}
	a.cat.families = append(a.cat.families, f)
}

// link fills roots and children.
func (a *assembly) link() {
	a.cat.children = make([][]FamilyID, len(a.cat.options))
	for id := range a.cat.families {
		if p := a.cat.families[id].Parent; p == NoOption {
			a.cat.roots = append(a.cat.roots, FamilyID(id))
		} else {
			a.cat.children[p] = append(a.cat.children[p], FamilyID(id))
		}
	}
}

// reportCycles follows the parents of each family that is not done until it
// meets one again, and reports that circle once.
func (a *assembly) reportCycles(done []bool) {
	const onPath = 2
	state := make([]int, len(a.families))
	for start := range a.families {
		var path []int
		i := start
		for !done[i] && state[i] == 0 {
			state[i] = onPath
			path = append(path, i)
			o, ok := a.optionSpec[a.families[i].Parent]
			if !ok {
				break
			}
			if i, ok = a.familySpec[a.options[o].Family]; !ok {
				break
			}
		}
		if at := slices.Index(path, i); at >= 0 && len(path) > 0 && a.closes(path, at) {
			a.reportCycle(path[at:])
		}
		for _, p := range path {
			state[p] = 1
		}
	}
}

// closes reports whether the parent of the last family of the path is the one at index at.
func (a *assembly) closes(path []int, at int) bool {
	o, ok := a.optionSpec[a.families[path[len(path)-1]].Parent]
	if !ok {
		return false
	}
	f, ok := a.familySpec[a.options[o].Family]
	return ok && f == path[at]
}

// reportCycle reports a circle of families: each is below an option of the
// next, and the last below an option of the first.
func (a *assembly) reportCycle(circle []int) {
	first := a.families[circle[0]]
	var b strings.Builder
	fmt.Fprintf(&b, "family %s stands below itself: %s", first.Code, first.Code)
	for i, f := range circle {
		next := a.families[circle[(i+1)%len(circle)]]
		fmt.Fprintf(&b, " is below option %s of %s", a.families[f].Parent, next.Code)
		if i < len(circle)-1 {
			b.WriteString(", which")
		}
	}
	a.report(first.Place, first.Code, b.String(), "give one of these families another parent, or none")
}
