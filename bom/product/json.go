package product

import (
	"github.com/confspace/confspace/config/source/jsonw"
	"github.com/confspace/confspace/bom/internal/tell"
)

// MarshalJSON writes the order, its verdict and what it breaks, each as
// solver.Cause writes itself.
func (r *Refusal) MarshalJSON() ([]byte, error) {
	dst := append([]byte(nil), '{')
	dst = tell.AppendOrder(dst, "order", r.Order)
	dst = jsonw.String(dst, "verdict", r.Report.Verdict.String())
	dst = jsonw.OptBool(dst, "void", r.Report.Void)
	dst = append(jsonw.Key(dst, "broken"), '[')
	for _, cause := range r.Report.Broken {
		text, err := cause.MarshalJSON()
		if err != nil {
			return nil, err
		}
		dst = append(jsonw.Comma(dst), text...)
	}
	return append(dst, "]}"...), nil
}

// MarshalJSON returns AppendJSON.
func (r *Resolution) MarshalJSON() ([]byte, error) { return r.AppendJSON(nil) }

// AppendJSON appends the order, its verdict, the bill of material ("bom") and
// the routing, if there is one, as Bill.AppendJSON and Routing.AppendJSON do.
// A nil Resolution is null.
//
// The error is nil. json.Marshal gives the same text at several times the
// price: it reads again what it is given, and escapes <, > and &. Who writes
// many orders appends each to a buffer that is used again.
func (r *Resolution) AppendJSON(dst []byte) ([]byte, error) {
	if r == nil {
		return append(dst, "null"...), nil
	}
	dst = append(dst, '{')
	dst = tell.AppendOrder(dst, "order", r.Order)
	dst = jsonw.String(dst, "verdict", r.Report.Verdict.String())
	dst, err := r.Bill.AppendJSON(jsonw.Key(dst, "bom"))
	if err == nil && r.Routing != nil {
		dst, err = r.Routing.AppendJSON(jsonw.Key(dst, "routing"))
	}
	return append(dst, '}'), err
}

// UnmarshalJSON returns an error: a Refusal is an answer.
func (r *Refusal) UnmarshalJSON([]byte) error {
	return tell.Unread("product.Refusal", "resolve the order again")
}

// UnmarshalJSON returns an error: a Resolution is an answer.
func (r *Resolution) UnmarshalJSON([]byte) error {
	return tell.Unread("product.Resolution", "resolve the order again")
}
