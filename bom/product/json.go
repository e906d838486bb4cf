package product

import (
	"github.com/confspace/confspace/bom/internal/tell"
	"github.com/confspace/confspace/config/source/jsonw"
)

// MarshalJSON returns AppendJSON.
func (r Refusal) MarshalJSON() ([]byte, error) { return r.AppendJSON(nil) }

// AppendJSON appends a document, examples/schema/refusal.schema.json. A nil Refusal is
// null. The error is nil.
//
//	format   confspace/1
//	order    as config.Order.AppendJSON
//	verdict  invalid
//	void     no order can be built
//	broken   the demands that the order breaks, each as solver.Cause.AppendJSON
func (r *Refusal) AppendJSON(dst []byte) ([]byte, error) {
	if r == nil {
		return append(dst, "null"...), nil
	}
	dst = tell.AppendOrder(jsonw.Document(dst), "order", r.Order)
	return append(r.Report.AppendMembers(dst), '}'), nil
}

// MarshalJSON returns AppendJSON.
func (r Resolution) MarshalJSON() ([]byte, error) { return r.AppendJSON(nil) }

// AppendJSON appends a document, examples/schema/resolution.schema.json. A nil
// Resolution is null.
//
//	format   confspace/1
//	order    as config.Order.AppendJSON
//	verdict  valid
//	bom      the bill of material, as bom.Bill.AppendMembers
//	routing  the station sequence, if there is a line, as line.Routing.AppendMembers
//
// The error is nil. json.Marshal gives the same text at several times the
// cost: it reads the text again, and escapes <, > and &. To write many
// orders, append each to a buffer that is used again.
func (r *Resolution) AppendJSON(dst []byte) ([]byte, error) {
	if r == nil {
		return append(dst, "null"...), nil
	}
	dst = tell.AppendOrder(jsonw.Document(dst), "order", r.Order)
	dst = jsonw.String(dst, "verdict", r.Report.Verdict.String())
	dst = jsonw.Key(dst, "bom")
	if r.Bill == nil {
		dst = append(dst, "null"...)
	} else {
		dst = append(r.Bill.AppendMembers(append(dst, '{')), '}')
	}
	if r.Routing != nil && r.Routing.Line() != nil {
		dst = append(r.Routing.AppendMembers(append(jsonw.Key(dst, "routing"), '{')), '}')
	}
	return append(dst, '}'), nil
}

// UnmarshalJSON returns an error: a Refusal is an answer.
func (r *Refusal) UnmarshalJSON([]byte) error {
	return jsonw.Unread("product.Refusal", "resolve the order again")
}

// UnmarshalJSON returns an error: a Resolution is an answer.
func (r *Resolution) UnmarshalJSON([]byte) error {
	return jsonw.Unread("product.Resolution", "resolve the order again")
}
