package bom

import (
	"fmt"
	"slices"
	"strings"

	"github.com/confspace/confspace/bom/internal/cycle"
	"github.com/confspace/confspace/bom/internal/exact"
	"github.com/confspace/confspace/config"
)

// groupParts collects from the rows of each part number its name, the unit of
// its sums, and the row that carries its structure.
func (d *draft) groupParts() {
	known := make(map[string]uint32)
	for i := range d.rows {
		r := &d.rows[i]
		index, named := known[r.Part]
		if !named {
			index = uint32(len(d.parts))
			known[r.Part] = index
			d.parts = append(d.parts, draftPart{number: r.Part, definition: -1, unit: r.Quantity.Unit})
		}
		r.part = index
		if !r.isBad(columnPart) {
			d.parts[index].rows = append(d.parts[index].rows, int32(i))
		}
	}
	var names []contradiction
	several := 0 // parts of more than one row
	for i := range d.parts {
		part := &d.parts[i]
		names = d.settleName(part, names)
		d.settleUnit(part)
		if len(part.rows) > 1 {
			several++
		}
	}
	d.reportNames(names, several)
	for i := range d.rows {
		if up := d.parent[i]; up >= 0 {
			if part := &d.parts[d.rows[up].part]; part.definition < 0 {
				part.definition = up
			}
		}
	}
}

// A claim is a name or dimension that some rows of a part give.
type claim struct {
	first int32 // the first of them
	rows  int
}

// strongest returns the claim of most rows, the first of equals: where rows of
// a part contradict each other, the majority is right.
func strongest(claims []claim) int {
	best := 0
	for i, c := range claims {
		if c.rows > claims[best].rows {
			best = i
		}
	}
	return best
}

// A contradiction is a row that names a part differently from most of its
// rows.
type contradiction struct {
	row int
	msg string
}

// reportNames reports the contradictions of names, or the header if so many parts
// have them that its columns must be named wrongly.
func (d *draft) reportNames(names []contradiction, several int) {
	if d.file != nil && len(names) >= fewTexts && 2*len(names) > several {
		header := d.table.Header[d.place[columnName]-1]
		defect := header.Defect(fmt.Sprintf("most parts have several names, such as: %s", strings.Replace(names[0].msg, " here", d.at(int32(names[0].row)), 1)), "if the columns part and name have each other's name, exchange the two names in the header")
		defect.Follows = len(names) - 1
		d.list.Add(defect)
		return
	}
	for _, c := range names {
		d.report(c.row, columnName, "one part number has one name", "%s", c.msg)
	}
}

// settleName finds the name of a part, and appends each other name to names
// once.
func (d *draft) settleName(part *draftPart, names []contradiction) []contradiction {
	var claims []claim
	known := make(map[string]int)
	for _, row := range part.rows {
		r := &d.rows[row]
		if r.Name == "" || r.isBad(columnName) {
			continue
		}
		index, ok := known[r.Name]
		if !ok {
			index = len(claims)
			known[r.Name] = index
			claims = append(claims, claim{first: row})
		}
		claims[index].rows++
	}
	if len(claims) == 0 {
		return names
	}
	best := strongest(claims)
	first := claims[best].first
	part.name = d.rows[first].Name
	for i, c := range claims {
		if i != best {
			names = append(names, contradiction{int(c.first), fmt.Sprintf("part %s is named %q here%s and %q%s",
				part.number, d.rows[c.first].Name, more(c.rows-1), part.name, d.at(first))})
		}
	}
	return names
}

// settleUnit finds the dimension in which a part is counted, and reports
// each other dimension once. It keeps the smallest unit, so that the unit of
// a sum is the same for all orders.
func (d *draft) settleUnit(part *draftPart) {
	var claims []claim
	var smallest []config.Unit // of each claim
	for _, row := range part.rows {
		r := &d.rows[row]
		if r.isBad(columnUnit, columnQuantity, columnPer) {
			continue
		}
		index := slices.IndexFunc(smallest, func(u config.Unit) bool {
			_, err := exact.Compare(r.Quantity.Unit, u)
			return err == nil
		})
		if index < 0 {
			index = len(claims)
			claims, smallest = append(claims, claim{first: row}), append(smallest, r.Quantity.Unit)
		}
		claims[index].rows++
		if order, err := exact.Compare(r.Quantity.Unit, smallest[index]); err == nil && order < 0 {
			smallest[index] = r.Quantity.Unit
		}
	}
	if len(claims) == 0 {
		return
	}
	best := strongest(claims)
	first := claims[best].first
	part.unit = smallest[best]
	for i, c := range claims {
		if i != best {
			d.report(int(c.first), columnUnit, "one part is counted in units of one dimension", "part %s is counted in %s here%s and in %s%s",
				part.number, d.rows[c.first].Quantity.Unit, more(c.rows-1), d.rows[first].Quantity.Unit, d.at(first))
		}
	}
}

// groupPositions gathers the variants of each position. A structure that is
// given again is left out here and compared by checkStructures.
func (d *draft) groupPositions() {
	type key struct {
		parent int32
		code   string
	}
	known := make(map[key]uint32)
	d.below = make(map[int32][]uint32)
	for i := range d.rows {
		r := &d.rows[i]
		if d.parent[i] == orphan || r.isBad(columnPosition) {
			continue
		}
		k := key{d.parent[i], r.Position}
		index, ok := known[k]
		if !ok {
			index = uint32(len(d.positions))
			known[k] = index
			d.positions = append(d.positions, draftPosition{code: r.Position, parent: d.parent[i]})
			d.below[d.parent[i]] = append(d.below[d.parent[i]], index)
		}
		d.positions[index].rows = append(d.positions[index].rows, int32(i))
	}
}

// checkStructures compares each structure that is given again with the one
// given first, and finds phantoms without children.
func (d *draft) checkStructures() {
	for i := range d.rows {
		r := &d.rows[i]
		definition := d.parts[r.part].definition
		if definition < 0 && r.Phantom && !r.isBad(columnPart) {
			d.report(i, columnPhantom, "give its children below it, or take the mark away",
				"phantom %s has no children", r.Part)
		}
		if definition == int32(i) || definition < 0 || len(d.below[int32(i)]) == 0 || r.isBad(columnPart, columnUnit) {
			continue
		}
		if difference := d.difference(definition, int32(i)); difference != "" {
			d.report(i, columnPart, "give the structure of a part once; elsewhere its number alone refers to it",
				"part %s has another structure%s: %s", r.Part, d.at(definition), difference)
		}
	}
}

// difference names the difference between the structures below two rows.
// Parts below are compared by number alone, since each is compared by
// itself.
func (d *draft) difference(a, b int32) string {
	left, right := d.below[a], d.below[b]
	if d.rows[a].Quantity.Unit != d.rows[b].Quantity.Unit {
		return fmt.Sprintf("it is per %s here and per %s there", d.rows[b].Quantity.Unit, d.rows[a].Quantity.Unit)
	}
	for i := range max(len(left), len(right)) {
		if i >= len(left) {
			return fmt.Sprintf("position %s is missing there", d.positions[right[i]].code)
		}
		if i >= len(right) {
			return fmt.Sprintf("position %s is missing here", d.positions[left[i]].code)
		}
		p, q := &d.positions[left[i]], &d.positions[right[i]]
		same := p.code == q.code && len(p.rows) == len(q.rows)
		for j := 0; same && j < len(p.rows); j++ {
			same = d.rows[p.rows[j]].same(&d.rows[q.rows[j]], j == 0)
		}
		if !same {
			return fmt.Sprintf("position %s differs%s", q.code, d.at(q.rows[0]))
		}
	}
	return ""
}

// same reports whether two rows are equal below their parents. Their cells for
// the position count only if they are its first rows.
func (r *draftRow) same(o *draftRow, first bool) bool {
	if r.bad != 0 || o.bad != 0 {
		return true // reported already
	}
	if first && (r.Select != o.Select || !sameCondition(r.When, o.When) || !r.PositionEffectivity.Equal(o.PositionEffectivity)) {
		return false
	}
	return sameCondition(r.Usage, o.Usage) && r.Part == o.Part && r.Quantity.Unit == o.Quantity.Unit && r.Quantity.Amount.Cmp(o.Quantity.Amount) == 0 &&
		r.Phantom == o.Phantom && r.Station == o.Station && r.Effectivity.Equal(o.Effectivity)
}

// checkCycles finds parts that stand below themselves and reports whether there
// are none.
func (d *draft) checkCycles() bool {
	children := make([][]uint32, len(d.parts))
	for i := range d.rows {
		if up := d.parent[i]; up >= 0 && d.rows[i].Part != "" && d.rows[up].Part != "" {
			above := d.rows[up].part
			children[above] = append(children[above], d.rows[i].part)
		}
	}
	found := cycle.Find(len(d.parts), func(i int) []uint32 { return children[i] })
	if len(found) == 0 {
		return true
	}
	type arrow struct{ above, below uint32 }
	rows := make(map[arrow]int) // the first row in which a part stands directly below another
	for i := len(d.rows) - 1; i >= 0; i-- {
		if up := d.parent[i]; up >= 0 {
			rows[arrow{d.rows[up].part, d.rows[i].part}] = i
		}
	}
	for _, loop := range found {
		row := rows[arrow{loop[0], loop[1%len(loop)]}]
		d.report(row, columnPart, "a part cannot contain itself",
			"part %s is below itself: %s", d.parts[loop[0]].number, d.cycleText(loop))
	}
	return false
}

func (d *draft) cycleText(loop []uint32) string {
	names := make([]string, len(loop))
	for i, part := range loop {
		names[i] = d.parts[part].number
	}
	return cycle.Text(names)
}
