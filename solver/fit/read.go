package fit

import (
	"fmt"
	"io"
	"math/big"
	"strings"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
)

// columns are those of a file of targets.
var columns = source.Columns{Known: []string{"condition", "given", "share"}, Required: []string{"condition", "share"}}

// Read reads targets from a CSV file whose columns are condition, given and share:
//
//	# format: confspace/1
//	condition,given,share
//	BEV,,12 %
//	BEV,EU,0.2
//	TOWBAR & AWD,,1/20
//
// Conditions are of the rule language; an empty given, or no such column, means all
// configurations. A share is a percentage, a decimal or a fraction.
//
// The error is [source.Defects] with everything that is wrong, or that of r: unknown codes with the nearest
// known one, shares below 0 or above 1, a condition with two shares, and shares of the options of a family
// that add up to more than 1 although it takes at most one of them. It panics if cat is nil.
func Read(cat *config.Catalog, name string, r io.Reader) ([]Target, error) {
	if cat == nil {
		panic("fit: Read needs a catalog; it is nil")
	}
	f, err := source.Read(name, r)
	if err != nil {
		return nil, err
	}
	d := reading{cat: cat, known: make(map[string]source.Place), sums: make(map[string]config.Decimal)}
	table := columns.Parse(f, &d.list)
	if table == nil || table.Column("condition") < 0 || table.Column("share") < 0 {
		return nil, d.list.Err()
	}
	for _, row := range table.Rows {
		d.row(table, row)
	}
	if err := d.list.Err(); err != nil {
		return nil, err
	}
	return d.targets, nil
}

// A reading is a file that is read.
type reading struct {
	cat     *config.Catalog
	list    source.List
	targets []Target
	known   map[string]source.Place   // texts of condition and given -> where they stand
	sums    map[string]config.Decimal // family and text of given -> the sum of shares so far
}

// row reads a target.
func (d *reading) row(table *source.Table, row []source.Cell) {
	condition, share := row[table.Column("condition")], row[table.Column("share")]
	t := Target{Place: condition.Place}
	sound := true
	if condition.Text == "" {
		d.list.Add(condition.Defect("the condition is missing", "write the code of an option, or another condition"))
		sound = false
	} else {
		t.Condition, sound = rules.ParseAt(d.cat, condition.Text, condition.Within, &d.list)
	}
	if i := table.Column("given"); i >= 0 && row[i].Text != "" {
		var ok bool
		t.Given, ok = rules.ParseAt(d.cat, row[i].Text, row[i].Within, &d.list)
		sound = sound && ok
	}
	x, fault := parseShare(table.Number(share))
	if t.Share = x; fault == "" && sound {
		fault = t.check()
	}
	if fault != "" {
		hint := ""
		if !strings.HasSuffix(share.Text, "%") && x.Cmp(one) > 0 && x.Cmp(config.NewDecimal(100)) <= 0 {
			hint = fmt.Sprintf("write %v %% if that is meant", x)
		}
		d.list.Add(share.Defect("the share "+fault, hint))
		sound = false
	}
	if sound {
		d.add(t, condition, share)
	}
}

// add adds a target, unless it contradicts others of its condition or family.
func (d *reading) add(t Target, condition, share source.Cell) {
	key := t.Condition.String() + "\x00" + t.among()
	if first, twice := d.known[key]; twice {
		d.list.Add(condition.Defect(fmt.Sprintf("%v%s has two shares, the first at %v", t.Condition, t.among(), first), "leave one out"))
		return
	}
	d.known[key] = condition.Place
	d.targets = append(d.targets, t)
	if t.Condition.Op() != rules.OpOption {
		return
	}
	f := d.cat.Family(d.cat.Option(t.Condition.Option()).Family)
	if f.Select.Max != 1 {
		return
	}
	key = f.Code + "\x00" + t.among()
	before := d.sums[key]
	d.sums[key] = before.Add(t.Share)
	if d.sums[key].Cmp(one) > 0 && before.Cmp(one) <= 0 { // report once
		d.list.Add(share.Defect(fmt.Sprintf("the shares of family %s%s add up to %s, but it takes at most one option", f.Code, t.among(), percent(d.sums[key])),
			fmt.Sprintf("%s is left for %v", percent(one.Sub(before)), t.Condition)))
	}
}

// parseShare reads a percentage, a decimal or a fraction.
func parseShare(text string) (share config.Decimal, fault string) {
	number, percentage := strings.CutSuffix(text, "%")
	share, err := config.ParseDecimal(strings.TrimSpace(number))
	switch {
	case text == "":
		return share, "is missing"
	case err != nil:
		return share, fmt.Sprintf("must be a percentage, a decimal or a fraction, such as 12.5 %%, 0.125 or 1/8, not %s", text)
	case percentage:
		share = share.Mul(hundredth)
	}
	return share, ""
}

var hundredth = config.NewRat(big.NewRat(1, 100))
