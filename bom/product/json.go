package product

import (
	"github.com/confspace/confspace/bom/internal/tell"
	"github.com/confspace/confspace/config/source/jsonw"
)

// MarshalJSON returns AppendJSON.
func (r *Refusal) MarshalJSON() ([]byte, error) { return r.AppendJSON(nil) }

// AppendJSON appends a document with its "format", the "order", its "verdict" and
// what is "broken", as solver.Report.AppendJSON does. A nil Refusal is null. The
// error is nil.
func (r *Refusal) AppendJSON(dst []byte) ([]byte, error) {
	if r == nil {
		return append(dst, "null"...), nil
	}
	dst = tell.AppendOrder(jsonw.Document(dst), "order", r.Order)
	return append(r.Report.AppendMembers(dst), '}'), nil
}

// MarshalJSON returns AppendJSON.
func (r *Resolution) MarshalJSON() ([]byte, error) { return r.AppendJSON(nil) }

// AppendJSON appends a document with its "format", the "order", its "verdict", the
// bill of material ("bom") and the "routing", if there is one, as Bill.AppendJSON and
// Routing.AppendJSON do.
// A nil Resolution is null.
//
// The error is nil. json.Marshal gives the same text at several times the
// price: it reads again what it is given, and escapes <, > and &. Who writes
// many orders appends each to a buffer that is used again.
func (r *Resolution) AppendJSON(dst []byte) ([]byte, error) {
	if r == nil {
		return append(dst, "null"...), nil
	}
	dst = tell.AppendOrder(jsonw.Document(dst), "order", r.Order)
	dst = jsonw.String(dst, "verdict", r.Report.Verdict.String())
	dst, err := r.Bill.AppendJSON(jsonw.Key(dst, "bom"))
	if err == nil && r.Routing != nil {
		dst, err = r.Routing.AppendJSON(jsonw.Key(dst, "routing"))
	}
	return append(dst, '}'), err
}

// UnmarshalJSON returns an error: a Refusal is an answer.
func (r *Refusal) UnmarshalJSON([]byte) error {
	return jsonw.Unread("product.Refusal", "resolve the order again")
}

// UnmarshalJSON returns an error: a Resolution is an answer.
func (r *Resolution) UnmarshalJSON([]byte) error {
	return jsonw.Unread("product.Resolution", "resolve the order again")
}
