package proof

import (
	"encoding/json"

	"github.com/confspace/confspace/bom/internal/tell"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source/jsonw"
)

// MarshalJSON writes kind, variants (their part numbers), mismatch and the
// witness order.
func (f Finding) MarshalJSON() ([]byte, error) {
	var parts []string
	if f.Mismatch == nil {
		return findingJSON(f.Kind, "variants", nil, nil, f.Witness), nil // the zero Finding
	}
	for _, v := range f.Variants {
		for _, c := range f.Mismatch.Candidates {
			if c.Variant == v {
				parts = append(parts, c.Part)
			}
		}
	}
	mismatch, err := f.Mismatch.MarshalJSON()
	return findingJSON(f.Kind, "variants", parts, mismatch, f.Witness), err
}

// MarshalJSON writes kind, operations (their codes), mismatch (or the cycle) and
// the witness order.
func (f CallFinding) MarshalJSON() ([]byte, error) {
	if f.Cycle != nil {
		cycle, err := json.Marshal(f.Cycle)
		return findingJSON(f.Kind, "operations", f.Cycle.Codes, cycle, f.Witness), err
	}
	if f.Mismatch == nil {
		return findingJSON(f.Kind, "operations", nil, nil, f.Witness), nil // the zero CallFinding
	}
	var codes []string
	for _, o := range f.Operations {
		for _, c := range f.Mismatch.Consumers {
			if c.Operation == o {
				codes = append(codes, c.Code)
			}
		}
	}
	mismatch, err := f.Mismatch.MarshalJSON()
	return findingJSON(f.Kind, "operations", codes, mismatch, f.Witness), err
}

// findingJSON returns a finding of either kind, whose contenders stand under key.
// A mismatch of no bytes is null.
func findingJSON(kind FindingKind, key string, contenders []string, mismatch []byte, witness config.Order) []byte {
	dst := append([]byte(nil), '{')
	dst = jsonw.String(dst, "kind", kind.String())
	dst = jsonw.OptStrings(dst, key, contenders)
	if mismatch == nil {
		mismatch = []byte("null")
	}
	dst = append(jsonw.Key(dst, "mismatch"), mismatch...)
	dst = tell.AppendOrder(dst, "witness", witness)
	return append(dst, '}')
}

// MarshalJSON writes kind, position (a path), parts, whole, within, condition and place.
func (f *DeadFinding) MarshalJSON() ([]byte, error) {
	if f == nil {
		return []byte("null"), nil
	}
	dst := append([]byte(nil), '{')
	dst = jsonw.String(dst, "kind", f.Kind.String())
	dst = jsonw.String(dst, "position", f.Path)
	dst = jsonw.OptStrings(dst, "parts", f.Parts)
	dst = jsonw.OptBool(dst, "whole", f.Whole)
	dst = jsonw.OptString(dst, "within", f.Within)
	if !f.Condition.IsZero() {
		dst = jsonw.String(dst, "condition", f.Condition.String())
	}
	dst = tell.AppendPlace(dst, f.Place)
	return append(dst, '}'), nil
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
