package rules

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
)

// The texts of a cell that lists no options.
const (
	anyCell  = "*" // no matter which options of the family are chosen
	noneCell = "-" // no option of the family is chosen
)

// tableReader reads the columns and rows of a table. Without a catalog it
// checks the shape alone.
type tableReader struct {
	cat    *config.Catalog
	list   *source.List
	table  *Table
	failed bool

	seen  map[string]source.Place // key of a row -> its first place
	rows  []Row                   // those without defects
	first []tableCell             // of rows
}

// tableCell is a cell of a CSV file or a scalar of a YAML file.
type tableCell struct {
	text   string
	place  source.Place
	defect func(at, width int, msg, hint string) source.Defect
}

// report adds a defect of the text from at to end.
func (t *tableReader) report(c tableCell, at, end int, hint, format string, args ...any) {
	t.failed = true
	t.list.Add(c.defect(at, max(1, utf8.RuneCountInString(c.text[at:end])), fmt.Sprintf(format, args...), hint))
}

// once adds the defect of a name from at to end: in many places it is one mistake.
func (t *tableReader) once(c tableCell, at, end int, wrong fault) {
	t.failed = true
	t.list.AddOnce(wrong.cause, c.defect(at, max(1, utf8.RuneCountInString(c.text[at:end])), wrong.msg, wrong.hint))
}

// csv reads a CSV file whose header names families.
func (t *tableReader) csv(f *source.File) {
	before := t.list.Len()
	parsed := source.ParseCSV(f, t.list)
	t.failed = t.failed || t.list.Len() > before
	if parsed == nil {
		return
	}
	row := func(cells []source.Cell) []tableCell {
		out := make([]tableCell, len(cells))
		for i, c := range cells {
			out[i] = tableCell{c.Text, c.Place, func(at, width int, msg, hint string) source.Defect {
				return f.Defect(c.At(at), width, msg, hint)
			}}
		}
		return out
	}
	header := row(parsed.Header)
	if !t.columns(header) {
		return
	}
	if len(parsed.Rows) == 0 && len(parsed.Gaps) == 0 {
		t.failed = true
		t.list.Add(f.Whole("the table has no rows", ""))
	}
	rows := make([][]tableCell, len(parsed.Rows))
	for i, r := range parsed.Rows {
		rows[i] = row(r)
	}
	t.body(header, rows)
}

// body reads the rows, as wide as the header.
func (t *tableReader) body(header []tableCell, rows [][]tableCell) {
	t.exchange(header, rows)
	for _, cells := range rows {
		t.row(cells)
	}
	t.idle()
}

// inline reads a table that stands in the rules file.
func (t *tableReader) inline(o *source.Object) {
	before := t.list.Len()
	o.Expect(tableKeys)
	row := func(nodes []*source.Node) []tableCell {
		out := make([]tableCell, len(nodes))
		for i, n := range nodes {
			out[i] = tableCell{n.Text, n.Place, n.DefectAt}
		}
		return out
	}
	columns, rows := o.Strings("columns"), o.Items("rows")
	if t.list.Len() == before && (len(columns) == 0 || len(rows) == 0) {
		t.list.Add(o.Node().Defect(o.What()+" needs columns and rows", "write columns: [family, family] and rows: with a list of options for each row"))
	}
	header := row(columns)
	if !t.columns(header) {
		return
	}
	var body [][]tableCell
	for _, r := range rows {
		if r.Kind != source.Sequence {
			t.list.Add(r.Defect(fmt.Sprintf("a row must be a list of options, not %s", r.Kind), "write [A, B | C, \"*\"]"))
			continue
		}
		cells := r.Items
		for _, n := range cells {
			if n.Kind != source.Scalar {
				t.list.Add(n.Defect(fmt.Sprintf("a cell must be an option, not %s", n.Kind), `several options: A | B; any: "*"; none: "-"`))
				cells = nil
			}
		}
		if len(cells) == 0 {
			t.failed = true
			continue
		}
		if len(cells) != len(columns) {
			t.list.Add(r.Defect(fmt.Sprintf("the table has %d columns, this row %d", len(columns), len(cells)), ""))
			continue
		}
		body = append(body, row(cells))
	}
	t.body(header, body)
	o.Done()
	t.failed = t.failed || t.list.Len() > before
}

// columns reads the family codes. It reports false if there are more columns
// than families in the catalog: then the file is not a table.
func (t *tableReader) columns(cells []tableCell) bool {
	if t.cat != nil && len(cells) > t.cat.NumFamilies() {
		c := cells[t.cat.NumFamilies()]
		t.report(c, 0, len(c.text), "each column is a family of the catalog", "the table has %d columns; the catalog has %d families", len(cells), t.cat.NumFamilies())
		return false
	}
	there := make(map[string]bool, len(cells))
	for _, c := range cells {
		there[c.text] = true
	}
	named := make(map[string]bool, len(cells))
	for _, c := range cells {
		f := config.NoFamily
		if t.cat != nil {
			id, wrong := lookupFamily(t.cat, c.text, t.list, func(code string) bool { return there[code] })
			if wrong.msg != "" {
				t.once(c, 0, len(c.text), wrong)
			}
			f = id
		}
		if named[c.text] {
			t.report(c, 0, len(c.text), "", "family %s has two columns", c.text)
		}
		named[c.text] = true
		t.table.Families = append(t.table.Families, f)
	}
	return true
}

// exchange reports two columns whose cells name the options of each other's family, and
// reads them as that one.
func (t *tableReader) exchange(header []tableCell, rows [][]tableCell) {
	if t.cat == nil {
		return
	}
	families := t.table.Families
	holds := make([]config.FamilyID, len(header))
	for i := range header {
		holds[i] = t.holds(rows, i)
	}
	for i, c := range header {
		for k := i + 1; k < len(header); k++ {
			if a, b := families[i], families[k]; a == b || a == config.NoFamily || b == config.NoFamily || holds[i] != b || holds[k] != a {
				continue
			}
			d := c.defect(0, utf8.RuneCountInString(c.text), fmt.Sprintf("the columns %s and %s have each other's name", c.text, header[k].text), "exchange the two names in the header")
			d.Follows = len(rows)
			t.list.Add(d)
			t.failed = true
			families[i], families[k] = families[k], families[i]
		}
	}
}

// holds returns the family whose options nearly all cells of a column name, or NoFamily.
func (t *tableReader) holds(rows [][]tableCell, column int) config.FamilyID {
	filled := 0
	named := make(map[config.FamilyID]int)
	for _, cells := range rows {
		text := cells[column].text
		if text == "" || text == anyCell || text == noneCell {
			continue
		}
		filled++
		code, _, _ := cellCode(text, 0, cellEnd(text, 0))
		if o, ok := t.cat.LookupOption(code); ok {
			named[t.cat.Option(o).Family]++
		}
	}
	for f, n := range named {
		if 10*n >= 9*filled {
			return f
		}
	}
	return config.NoFamily
}

// row reads one row, as wide as the header.
func (t *tableReader) row(cells []tableCell) {
	r := Row{Cells: make([][]config.OptionID, len(cells)), Place: cells[0].place}
	before := t.list.Len()
	for i, c := range cells {
		r.Cells[i] = t.cell(t.table.Families[i], c)
	}
	// The cells of an unknown column have no meaning, so no two rows are alike.
	if t.cat != nil && t.list.Len() == before && !slices.Contains(t.table.Families, config.NoFamily) {
		t.said(r, cells[0])
	}
	t.table.Rows = append(t.table.Rows, r)
}

// said reports a row that matches everything, or repeats an earlier one in
// whatever order its cells list their options.
func (t *tableReader) said(r Row, first tableCell) {
	if r.matchesAll() {
		hint := "remove the row: every order is allowed by it, and the table decides nothing"
		if t.table.Forbidden {
			hint = "remove the row: every order is forbidden by it"
		}
		t.report(first, 0, len(first.text), hint, "this row matches every order")
		return
	}
	key := r.key()
	if earlier, twice := t.seen[key]; twice {
		t.report(first, 0, len(first.text), "remove one of the two", "this row repeats the row at %s", earlier)
		return
	}
	if t.seen == nil {
		t.seen = make(map[string]source.Place)
	}
	t.seen[key] = r.Place
	t.rows, t.first = append(t.rows, r), append(t.first, first)
}

// idle reports the rows that add nothing to another one.
func (t *tableReader) idle() {
	idleRows(t.rows, func(row, by int) {
		first := t.first[row]
		t.report(first, 0, len(first.text), "remove it, or let the other row match less", "this row adds nothing: the row at %s matches all that it matches", t.rows[by].Place)
	})
}

// cell reads "*", "-", or option codes with "|" between them.
func (t *tableReader) cell(f config.FamilyID, c tableCell) []config.OptionID {
	switch c.text {
	case "":
		t.report(c, 0, 0, "write * if any option will do, - if none of the family may be chosen", "empty cell")
		return nil
	case anyCell:
		return nil
	case noneCell:
		return []config.OptionID{}
	}
	out := []config.OptionID{}
	listed := make(map[config.OptionID]bool)
	for at, rest := 0, true; rest; {
		end := cellEnd(c.text, at)
		code, from, to := cellCode(c.text, at, end)
		at, rest = end+1, end < len(c.text)
		if code == "" {
			t.report(c, from, to, "write one option on each side of |", "an option is missing")
			continue
		}
		o, ok := t.option(f, c, code, from, to)
		if !ok {
			continue
		}
		if listed[o] {
			t.report(c, from, to, "", "%s is listed twice", code)
			continue
		}
		listed[o] = true
		out = append(out, o)
	}
	return out
}

// cellEnd returns where the code that starts at ends: before the next "|" that
// is not in quotes.
func cellEnd(text string, at int) int {
	quoted := false
	for i := at; i < len(text); i++ {
		switch {
		case text[i] == '"':
			quoted = !quoted
		case text[i] == '|' && !quoted:
			return i
		}
	}
	return len(text)
}

// cellCode returns the code between at and end without spaces and quotes, and
// where it stands.
func cellCode(text string, at, end int) (code string, from, to int) {
	code = strings.TrimLeft(text[at:end], " \t")
	from = end - len(code)
	code = strings.TrimRight(code, " \t")
	to = from + len(code)
	if len(code) > 2 && code[0] == '"' && code[len(code)-1] == '"' {
		code = code[1 : len(code)-1]
	}
	return code, from, to
}

// option returns the option of a family that a cell names.
func (t *tableReader) option(f config.FamilyID, c tableCell, code string, from, to int) (config.OptionID, bool) {
	if t.cat == nil || f == config.NoFamily {
		return 0, false
	}
	o, wrong := lookupMember(t.cat, f, code, t.list)
	if wrong.msg == "" {
		return o, true
	}
	if code == anyCell || code == noneCell {
		wrong.hint = code + " stands alone in its cell"
	}
	t.once(c, from, to, wrong)
	return o, false
}
