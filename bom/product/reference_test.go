package product_test

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
)

// The forms for machines once more, as structs for encoding/json: what the
// appending writers must give, byte for byte.

type pointForm struct {
	Date   string `json:"date,omitempty"`
	Serial uint64 `json:"serial,omitempty"`
	Plant  string `json:"plant,omitempty"`
}

type orderForm struct {
	ID string `json:"id,omitempty"`
	pointForm
	Options []string `json:"options,omitempty"`
}

type itemForm struct {
	Path     string `json:"path"`
	Level    int    `json:"level"`
	Position string `json:"position"`
	Part     string `json:"part"`
	Name     string `json:"name,omitempty"`
	Quantity string `json:"quantity"`
	Total    string `json:"total"`
	Unit     string `json:"unit"`
	When     string `json:"when,omitempty"`
	Usage    string `json:"usage,omitempty"`
	Phantom  bool   `json:"phantom,omitempty"`
	Assembly bool   `json:"assembly,omitempty"`
	Station  string `json:"station,omitempty"`
	With     string `json:"with,omitempty"`
}

type totalForm struct {
	Part     string `json:"part"`
	Name     string `json:"name,omitempty"`
	Quantity string `json:"quantity"`
	Unit     string `json:"unit"`
	Assembly bool   `json:"assembly,omitempty"`
	Items    int    `json:"items"`
}

type billForm struct {
	AsOf  pointForm   `json:"as_of,omitzero"`
	Items []itemForm  `json:"items"`
	Parts []totalForm `json:"parts"`
}

type callForm struct {
	Path     string `json:"path"`
	Part     string `json:"part"`
	Name     string `json:"name,omitempty"`
	Quantity string `json:"quantity"`
	Unit     string `json:"unit"`
	With     string `json:"with,omitempty"`
}

type stepForm struct {
	Operation string     `json:"operation"`
	Name      string     `json:"name,omitempty"`
	When      string     `json:"when,omitempty"`
	Duration  string     `json:"duration"`
	Parts     []callForm `json:"parts,omitempty"`
}

type visitForm struct {
	Station    string     `json:"station"`
	Name       string     `json:"name,omitempty"`
	Operations []stepForm `json:"operations"`
	Parts      []callForm `json:"parts"`
	Workload   string     `json:"workload"`
	Overload   bool       `json:"overload,omitempty"`
}

type routingForm struct {
	Line     string      `json:"line"`
	Unit     string      `json:"unit"`
	Takt     string      `json:"takt"`
	Workload string      `json:"workload"`
	Stations []visitForm `json:"stations"`
}

type resolutionForm struct {
	Format  string       `json:"format"`
	Order   orderForm    `json:"order"`
	Verdict string       `json:"verdict"`
	BOM     *billForm    `json:"bom"`
	Routing *routingForm `json:"routing,omitempty"`
}

func pointFormOf(p config.Point) pointForm { return pointForm{p.Date.String(), p.Serial, p.Plant} }

func text(e rules.Expr) string {
	if e.IsZero() {
		return ""
	}
	return e.String()
}

// with is the path of the assembly that an item arrives in.
func with(s *bom.Structure, item bom.Item) string {
	if item.CalledWith == item.ID || item.CalledWith == bom.NoItem {
		return ""
	}
	return s.Item(item.CalledWith).Path
}

func billFormOf(x *bom.Bill) *billForm {
	out := &billForm{AsOf: pointFormOf(x.AsOf()), Items: []itemForm{}, Parts: []totalForm{}}
	for i := range x.Items() {
		out.Items = append(out.Items, itemForm{
			i.Path, i.Level, i.Position, i.Part, i.Name, i.Quantity.Amount.String(), i.Total.Amount.String(), i.Total.Unit.String(),
			text(i.When), text(i.Usage), i.Phantom, i.Assembly, i.Station, with(x.Structure(), i),
		})
	}
	for _, p := range x.Flat() {
		out.Parts = append(out.Parts, totalForm{p.Part, p.Name, p.Quantity.Amount.String(), p.Quantity.Unit.String(), p.Assembly, p.Items})
	}
	return out
}

func resolutionFormOf(t require.TestingT, r *product.Resolution) resolutionForm {
	out := resolutionForm{
		Format:  source.Format,
		Order:   orderForm{r.Order.ID, pointFormOf(r.Order.Point()), r.Order.Options},
		Verdict: r.Report.Verdict.String(), BOM: billFormOf(r.Bill),
	}
	if r.Routing == nil {
		return out
	}
	l := r.Routing.Line()
	calls := func(ids []bom.ItemID) []callForm {
		out := []callForm{}
		for _, id := range ids {
			i := l.Structure().Item(id)
			out = append(out, callForm{i.Path, i.Part, i.Name, i.Total.Amount.String(), i.Total.Unit.String(), with(l.Structure(), i)})
		}
		return out
	}
	unit := r.Routing.Workload.Unit
	in := func(q config.Quantity) string {
		q, err := q.In(unit)
		require.NoError(t, err)
		return q.Amount.String()
	}
	out.Routing = &routingForm{l.Name(), unit.String(), in(l.Takt()), in(r.Routing.Workload), []visitForm{}}
	for _, v := range r.Routing.Visits {
		steps := []stepForm{}
		for _, step := range v.Steps {
			o := l.Operation(step.Operation)
			steps = append(steps, stepForm{o.Code, o.Name, text(o.When), in(o.Duration), calls(step.Parts)})
		}
		s := l.Station(v.Station)
		out.Routing.Stations = append(out.Routing.Stations, visitForm{s.Code, s.Name, steps, calls(v.Parts), in(v.Workload), v.Overload})
	}
	return out
}

// plain is what encoding/json writes, with < > & as they are.
func plain(t require.TestingT, v any) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	require.NoError(t, enc.Encode(v))
	return strings.TrimSuffix(b.String(), "\n")
}

// requireForm requires that a resolution writes what encoding/json writes of its
// form, by all ways.
func requireForm(t require.TestingT, r *product.Resolution) {
	form := resolutionFormOf(t, r)
	appended, err := r.AppendJSON([]byte("before "))
	require.NoError(t, err)
	require.Equal(t, "before "+plain(t, form), string(appended))
	require.Equal(t, plain(t, form), plain(t, r))
	bill, err := r.Bill.AppendJSON(nil)
	require.NoError(t, err)
	require.Equal(t, plain(t, struct {
		Format string `json:"format"`
		*billForm
	}{source.Format, form.BOM}), string(bill))
	if form.Routing != nil {
		routing, err := r.Routing.AppendJSON(nil)
		require.NoError(t, err)
		require.Equal(t, plain(t, struct {
			Format string `json:"format"`
			*routingForm
		}{source.Format, form.Routing}), string(routing))
	}
	want, err := json.Marshal(form)
	require.NoError(t, err)
	got, err := json.Marshal(r)
	require.NoError(t, err)
	require.Equal(t, string(want), string(got))
}
