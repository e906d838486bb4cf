package proof

import (
	"strconv"

	"github.com/confspace/confspace/bom/internal/tell"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source/jsonw"
	"github.com/confspace/confspace/solver"
)

// MarshalJSON returns AppendJSON.
func (r Report) MarshalJSON() ([]byte, error) { return r.AppendJSON(nil) }

// AppendJSON appends a document, examples/schema/audit.schema.json; a nil Report is null. The
// error is nil.
//
//	format        confspace/1
//	points        how many points were audited
//	positions     of the bill, if it has any; so has part_numbers
//	part_numbers
//	findings      each as Finding.AppendJSON
//	open          outcome, question, reason and points
//	unsold        span and causes
func (r *Report) AppendJSON(dst []byte) ([]byte, error) {
	if r == nil {
		return append(dst, "null"...), nil
	}
	dst = jsonw.Int(jsonw.Document(dst), "points", r.Points)
	if r.Positions > 0 {
		dst = jsonw.Int(jsonw.Int(dst, "positions", r.Positions), "part_numbers", r.Parts)
	}
	dst = append(jsonw.Key(dst, "findings"), '[')
	for i := range r.Findings {
		dst, _ = r.Findings[i].AppendJSON(jsonw.Comma(dst)) // never fails
	}
	dst = append(dst, ']')
	if len(r.Open) > 0 {
		dst = append(jsonw.Key(dst, "open"), '[')
		for _, q := range r.Open {
			dst = jsonw.String(append(jsonw.Comma(dst), '{'), "outcome", q.Outcome.String())
			dst = jsonw.String(jsonw.String(dst, "question", q.Question), "reason", q.Reason)
			dst = append(jsonw.Int(dst, "points", q.Points), '}')
		}
		dst = append(dst, ']')
	}
	if len(r.Unsold) > 0 {
		dst = append(jsonw.Key(dst, "unsold"), '[')
		for _, u := range r.Unsold {
			dst = u.Span.AppendJSON(jsonw.Key(append(jsonw.Comma(dst), '{'), "span"))
			if u.Void != nil {
				dst = appendCauses(dst, u.Void.Explanation.Causes)
			}
			dst = append(dst, '}')
		}
		dst = append(dst, ']')
	}
	return append(dst, '}'), nil
}

// MarshalJSON returns AppendJSON.
func (f Finding) MarshalJSON() ([]byte, error) { return f.AppendJSON(nil) }

// AppendJSON appends an object. The error is nil.
//
//	id          kind and number: the id of the witness
//	kind        as FindingKind.String
//	severity    error, warning or info
//	subject     kind and code, where they have any: parts, operations, place
//	message     one line
//	condition   see Finding.Condition; absent if there is none
//	count       how many configurations meet it, as text, and
//	share       their share of all; both are absent if they are not known
//	causes      the rules and families from which it follows, each as solver.Cause.AppendJSON
//	as_of       see Finding.AsOf
//	points      how many do
//	spans       when and where; absent for one point
//	fault       the error of the witness, as bom.PositionError, line.CallError or
//	            line.CycleError write themselves; absent where it has none
//	witness     an order that meets it, as config.Order.AppendJSON
func (f Finding) AppendJSON(dst []byte) ([]byte, error) {
	dst = jsonw.OptString(append(dst, '{'), "id", f.ID)
	dst = jsonw.String(dst, "kind", f.Kind.String())
	dst = jsonw.String(dst, "severity", f.Severity.String())
	dst = jsonw.String(append(jsonw.Key(dst, "subject"), '{'), "kind", f.Subject.Kind.String())
	dst = jsonw.OptString(dst, "code", f.Subject.Code)
	dst = jsonw.OptStrings(dst, "parts", f.Subject.Parts)
	dst = jsonw.OptStrings(dst, "operations", f.Subject.Operations)
	dst = append(tell.AppendPlace(dst, f.Subject.Place), '}')
	dst = jsonw.OptString(dst, "message", f.Message)
	if !f.Condition.IsZero() {
		dst = jsonw.String(dst, "condition", f.Condition.String())
	}
	if f.Count != nil {
		dst = jsonw.String(dst, "count", f.Count.String())
		dst = strconv.AppendFloat(jsonw.Key(dst, "share"), f.Share, 'g', -1, 64)
	}
	dst = appendCauses(dst, f.Causes)
	dst = tell.AppendAsOf(dst, f.AsOf)
	if f.Points > 0 {
		dst = jsonw.Int(dst, "points", f.Points)
	}
	if limited(f.Spans) {
		dst = append(jsonw.Key(dst, "spans"), '[')
		for _, span := range f.Spans {
			dst = span.AppendJSON(jsonw.Comma(dst))
		}
		dst = append(dst, ']')
	}
	if e, ok := f.Fault.(interface{ AppendJSON([]byte) ([]byte, error) }); ok && f.Kind != Void {
		dst, _ = e.AppendJSON(jsonw.Key(dst, "fault")) // never fails
	}
	if f.Witness != nil {
		dst = tell.AppendOrder(dst, "witness", *f.Witness)
	}
	return append(dst, '}'), nil
}

// limited reports whether spans leave something out.
func limited(spans []config.Effectivity) bool {
	return len(spans) > 1 || len(spans) == 1 && !spans[0].Always()
}

// appendCauses appends causes as a member, unless there are none.
func appendCauses(dst []byte, causes []solver.Cause) []byte {
	if len(causes) == 0 {
		return dst
	}
	dst = append(jsonw.Key(dst, "causes"), '[')
	for _, c := range causes {
		dst, _ = c.AppendJSON(jsonw.Comma(dst)) // never fails
	}
	return append(dst, ']')
}

// UnmarshalJSON returns an error: a Report is an answer.
func (r *Report) UnmarshalJSON([]byte) error {
	return jsonw.Unread("proof.Report", "audit the product again")
}

// UnmarshalJSON returns an error: a Finding is an answer.
func (f *Finding) UnmarshalJSON([]byte) error {
	return jsonw.Unread("proof.Finding", "audit the product again")
}
