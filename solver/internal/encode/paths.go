package encode

import (
	"github.com/confspace/confspace/solver/internal/cnf"
)

// maxPaths is the greatest number of clauses of a diagram without auxiliaries.
// Rules over three or four families, such as "engine torque times axle ratio is
// within the axle's rating", mostly stay below; clauses over options alone
// compile to smaller circuits than the gates of a diagram.
const maxPaths = 64

// clauses returns clauses that deny an end, 0 for false or 1 for true, to the
// function of a node: one for each way from the node to the end. It reports
// false when there are too many.
func (d *diagram) clauses(root, end int32) (form, bool) {
	var f form
	ways := 0
	few := d.ways(root, end, nil, func(clause []cnf.Lit) bool {
		if c, ok := simplified(clause); ok {
			f = append(f, c)
		}
		ways++
		return ways <= maxPaths
	})
	return f, few
}

// ways yields, for each way from a node to an end, a clause that holds when the
// way is not taken; prefix is that clause for the way to the node. It reports
// false when yield does.
func (d *diagram) ways(n, end int32, prefix []cnf.Lit, yield func([]cnf.Lit) bool) bool {
	if n <= 1 {
		return n != end || yield(prefix)
	}
	prefix = prefix[:len(prefix):len(prefix)]
	children := d.nodes[n].children
	l := d.layers[d.nodes[n].layer]
	none := children[len(l.choices)]
	if l.some == yes {
		none = 1 - end // an impossible way, which does not count
	}
	seen := map[int32]bool{}
	for j, child := range children[:len(l.choices)] {
		if child == 1-end || seen[child] {
			continue
		}
		seen[child] = true
		same := 0
		for _, c := range children[:len(l.choices)] {
			if c == child {
				same++
			}
		}
		if same == 1 && none != child {
			if !d.ways(child, end, append(prefix, l.choices[j].lit.Not()), yield) {
				return false
			}
			continue
		}
		// Several choices lead there: the clause names the other choices,
		// or none.
		other := prefix
		for k, c := range children[:len(l.choices)] {
			if c != child {
				other = append(other, l.choices[k].lit)
			}
		}
		if none != child && l.some != yes {
			other = append(other, l.some.Not())
		}
		if !d.ways(child, end, other, yield) {
			return false
		}
	}
	if none != 1-end && !seen[none] {
		return d.ways(none, end, append(prefix, l.some), yield)
	}
	return true
}
