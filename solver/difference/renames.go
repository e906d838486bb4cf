package difference

import (
	"io"

	"github.com/confspace/confspace/config/source"
)

// A Rename says that an option of the old catalog, or the product, has another code in the
// new one.
type Rename struct {
	Old string `json:"old"`
	New string `json:"new"`
	// Place is where it was read; zero if it was built in code.
	Place source.Place `json:"place,omitzero"`

	oldCell, newCell source.Cell
}

// columns are those of a file of renames.
var columns = source.Columns{Known: []string{"old", "new"}, Required: []string{"old", "new"}}

// ReadRenames reads renames from a CSV file whose columns are old and new, with two codes in
// each row. The error is [source.Defects] with everything that is wrong, or that of r.
// Whether catalogs have the codes is asked by [NewMatch].
func ReadRenames(name string, r io.Reader) ([]Rename, error) {
	f, err := source.Read(name, r)
	if err != nil {
		return nil, err
	}
	list := new(source.List)
	table := columns.Parse(f, list)
	if table == nil || list.Len() > 0 {
		return nil, list.Err()
	}
	before, after := table.Column("old"), table.Column("new")
	var out []Rename
	for _, row := range table.Rows {
		r := Rename{row[before].Text, row[after].Text, row[0].Place, row[before], row[after]}
		for _, c := range []source.Cell{r.oldCell, r.newCell} {
			if c.Text == "" {
				list.Add(c.Defect("a code is missing", "write the codes of one option in both releases"))
			}
		}
		out = append(out, r)
	}
	return out, list.Err()
}

// defect returns a defect of the old code or the new one.
func (r Rename) defect(side, msg, hint string) source.Defect {
	d := r.newCell.Defect(msg, hint)
	if side == "old" {
		d = r.oldCell.Defect(msg, hint)
	}
	if d.Place == (source.Place{}) {
		d.Place = r.Place
	}
	return d
}
