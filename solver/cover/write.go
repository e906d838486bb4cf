package cover

import (
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/confspace/confspace/config"
)

// orders returns the vehicles as orders: the given ones, then those that bring the most
// interactions that the ones before lack. It leaves none valid.
func (f *fleet) orders(given []config.Order) []config.Order {
	of := f.valid
	cat := f.space.Catalog()
	asOf := f.space.AsOf()
	out := make([]config.Order, len(given), len(given)+len(f.vehicles))
	ids := make(map[string]bool)
	for i, o := range given {
		out[i] = o
		ids[o.ID] = true
	}
	for _, v := range slices.Concat(f.fixed, f.vehicles) {
		if v.given >= 0 {
			o := cat.Order(v.sel)
			out[v.given].Options, out[v.given].Without, out[v.given].Partial = o.Options, o.Without, o.Partial
			of.removeAll(v.has, v.members)
		}
	}
	rest := slices.DeleteFunc(slices.Clone(f.vehicles), func(v *vehicle) bool { return v.given >= 0 })
	brings := make(map[*vehicle]int, len(rest)) // at most: others bring it meanwhile
	for _, v := range rest {
		brings[v] = math.MaxInt
	}
	for n := 1; len(rest) > 0; n++ {
		var at int
		for again := true; again; {
			at = 0
			for i, v := range rest {
				if brings[v] > brings[rest[at]] {
					at = i
				}
			}
			v, most := rest[at], brings[rest[at]]
			brings[v] = of.common(v.has, v.members)
			again = brings[v] < most
		}
		v := rest[at]
		rest = slices.Delete(rest, at, at+1)
		of.removeAll(v.has, v.members)
		o := cat.Order(v.sel)
		for o.ID = fmt.Sprintf("T-%d", n); ids[o.ID]; {
			n++
			o.ID = fmt.Sprintf("T-%d", n)
		}
		o.Date, o.Serial, o.Plant = asOf.Date, asOf.Serial, asOf.Plant
		out = append(out, o)
	}
	return out
}

// WriteCSV writes vehicles as a table: a row for each, with its id and a column for each family. A
// cell has the codes of the options that the vehicle has of the family, with | between, or - for
// none. The error is that of w, or of an order that is not of the catalog. It panics when w or cat
// is nil.
func WriteCSV(w io.Writer, cat *config.Catalog, vehicles []config.Order) error {
	if w == nil || cat == nil {
		panic("cover: WriteCSV needs a writer and a catalog; one is nil")
	}
	out := csv.NewWriter(w)
	row := []string{"id"}
	for f := range config.FamilyID(cat.NumFamilies()) {
		row = append(row, cat.Family(f).Code)
	}
	if err := out.Write(row); err != nil {
		return err
	}
	for _, o := range vehicles {
		sel, err := o.Bind(cat)
		if err != nil {
			return err
		}
		row = append(row[:0], o.ID)
		for f := range config.FamilyID(cat.NumFamilies()) {
			var codes []string
			for _, option := range cat.Family(f).Options {
				if sel.IsChosen(option) {
					codes = append(codes, cat.Code(option))
				}
			}
			if len(codes) == 0 {
				codes = []string{"-"}
			}
			row = append(row, strings.Join(codes, "|"))
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}
