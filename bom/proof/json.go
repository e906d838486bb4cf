package proof

import (
	"github.com/confspace/confspace/bom/internal/tell"
	"github.com/confspace/confspace/config/source/jsonw"
)

// Findings are the findings of several proofs, to be written as one document.
//
// Its JSON is that of [Findings.AppendJSON], examples/schema/findings.schema.json.
type Findings struct {
	Bill []Finding
	Line []CallFinding
	Dead []*DeadFinding
}

// MarshalJSON returns AppendJSON.
func (f Findings) MarshalJSON() ([]byte, error) { return f.AppendJSON(nil) }

// AppendJSON appends a document, examples/schema/findings.schema.json. The error is nil.
//
//	format    confspace/1
//	findings  of bill, line and coverage, each as its own AppendJSON
func (f Findings) AppendJSON(dst []byte) ([]byte, error) {
	dst = append(jsonw.Key(jsonw.Document(dst), "findings"), '[')
	for _, x := range f.Bill {
		dst, _ = x.AppendJSON(jsonw.Comma(dst)) // never fails, nor do the others
	}
	for _, x := range f.Line {
		dst, _ = x.AppendJSON(jsonw.Comma(dst))
	}
	for _, x := range f.Dead {
		dst, _ = x.AppendJSON(jsonw.Comma(dst))
	}
	return append(dst, "]}"...), nil
}

// MarshalJSON returns AppendJSON.
func (f Finding) MarshalJSON() ([]byte, error) { return f.AppendJSON(nil) }

// AppendJSON appends an object. The error is nil.
//
//	kind      gap or overlap
//	variants  the part numbers of the two that match; absent for a gap
//	mismatch  the error of Explode for the witness, as bom.PositionError.AppendJSON
//	witness   an order that meets the fault, as config.Order.AppendJSON
func (f Finding) AppendJSON(dst []byte) ([]byte, error) {
	dst = jsonw.String(append(dst, '{'), "kind", f.Kind.String())
	if f.Mismatch != nil { // nil in the zero Finding
		var parts []string
		for _, v := range f.Variants {
			for _, c := range f.Mismatch.Candidates {
				if c.Variant == v {
					parts = append(parts, c.Part)
				}
			}
		}
		dst = jsonw.OptStrings(dst, "variants", parts)
		dst, _ = f.Mismatch.AppendJSON(jsonw.Key(dst, "mismatch")) // never fails
	}
	return append(tell.AppendOrder(dst, "witness", f.Witness), '}'), nil
}

// MarshalJSON returns AppendJSON.
func (f CallFinding) MarshalJSON() ([]byte, error) { return f.AppendJSON(nil) }

// AppendJSON appends an object. The error is nil.
//
//	kind        gap, overlap, unfitted or cycle
//	operations  the codes of the two that consume the part, or of the cycle
//	mismatch    the error of Route for the witness, as line.CallError.AppendJSON; absent
//	            for a cycle
//	cycle       likewise, as line.CycleError.AppendJSON; only for a cycle
//	witness     an order that meets the fault, as config.Order.AppendJSON
func (f CallFinding) AppendJSON(dst []byte) ([]byte, error) {
	dst = jsonw.String(append(dst, '{'), "kind", f.Kind.String())
	switch {
	case f.Cycle != nil:
		dst = jsonw.OptStrings(dst, "operations", f.Cycle.Codes)
		dst, _ = f.Cycle.AppendJSON(jsonw.Key(dst, "cycle")) // never fails
	case f.Mismatch != nil: // nil in the zero CallFinding
		var codes []string
		for _, o := range f.Operations {
			for _, c := range f.Mismatch.Consumers {
				if c.Operation == o {
					codes = append(codes, c.Code)
				}
			}
		}
		dst = jsonw.OptStrings(dst, "operations", codes)
		dst, _ = f.Mismatch.AppendJSON(jsonw.Key(dst, "mismatch")) // never fails
	}
	return append(tell.AppendOrder(dst, "witness", f.Witness), '}'), nil
}

// MarshalJSON returns AppendJSON.
func (f *DeadFinding) MarshalJSON() ([]byte, error) { return f.AppendJSON(nil) }

// AppendJSON appends an object; a nil DeadFinding is null. The error is nil.
//
//	kind       dead
//	path       the positions that lead to it
//	parts      the part numbers of the variants that no order takes
//	whole      no order takes anything at the position
//	within     the part that the position belongs to; absent for the product itself
//	condition  the condition of the position and of one of the variants
//	place      file:line:column
func (f *DeadFinding) AppendJSON(dst []byte) ([]byte, error) {
	if f == nil {
		return append(dst, "null"...), nil
	}
	dst = jsonw.String(append(dst, '{'), "kind", f.Kind.String())
	dst = jsonw.String(dst, "path", f.Path)
	dst = jsonw.OptStrings(dst, "parts", f.Parts)
	dst = jsonw.OptBool(dst, "whole", f.Whole)
	dst = jsonw.OptString(dst, "within", f.Within)
	if !f.Condition.IsZero() {
		dst = jsonw.String(dst, "condition", f.Condition.String())
	}
	return append(tell.AppendPlace(dst, f.Place), '}'), nil
}

// UnmarshalJSON returns an error: Findings are an answer.
func (f *Findings) UnmarshalJSON([]byte) error {
	return jsonw.Unread("proof.Findings", "prove bill and line again")
}

// UnmarshalJSON returns an error: a DeadFinding is an answer.
func (f *DeadFinding) UnmarshalJSON([]byte) error {
	return jsonw.Unread("proof.DeadFinding", "prove the bill again")
}

// UnmarshalJSON returns an error: a Finding is an answer.
func (f *Finding) UnmarshalJSON([]byte) error {
	return jsonw.Unread("proof.Finding", "prove the bill again")
}

// UnmarshalJSON returns an error: a CallFinding is an answer.
func (f *CallFinding) UnmarshalJSON([]byte) error {
	return jsonw.Unread("proof.CallFinding", "prove the line again")
}
